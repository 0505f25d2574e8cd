package dev.tunnelwatch.app.inventory;

/** A hub with one connection of two links, as the az CLI prints it. */
final class VirtualWan {
  private static final String NET =
      "/subscriptions/00000000-0000-0000-0000-0000000000aa/resourceGroups/wan"
          + "/providers/Microsoft.Network";

  static final String GATEWAYS =
      """
      [{"id": "%1$s/vpnGateways/hub-weu", "name": "hub-weu", "location": "westeurope",
        "bgpSettings": {"asn": 65515, "peerWeight": 0, "bgpPeeringAddresses": [
          {"ipconfigurationId": "Instance0", "defaultBgpIpAddresses": ["10.9.0.12"],
           "customBgpIpAddresses": [], "tunnelIpAddresses": ["198.51.100.108", "10.9.0.4"]},
          {"ipconfigurationId": "Instance1", "defaultBgpIpAddresses": ["10.9.0.13"],
           "customBgpIpAddresses": [], "tunnelIpAddresses": ["198.51.100.109", "10.9.0.5"]}]},
        "connections": [
          {"id": "%1$s/vpnGateways/hub-weu/vpnConnections/to-quito", "name": "to-quito",
           "remoteVpnSite": {"id": "%1$s/vpnSites/quito", "resourceGroup": "wan"},
           "vpnLinkConnections": [
             {"name": "isp-a", "enableBgp": true, "dpdTimeoutSeconds": 0, "ipsecPolicies": [],
              "vpnSiteLink": {"id": "%1$s/vpnSites/quito/vpnSiteLinks/isp-a"}},
             {"name": "isp-b", "enableBgp": false, "dpdTimeoutSeconds": 20, "ipsecPolicies": [],
              "vpnSiteLink": {"id": "%1$s/vpnSites/quito/vpnSiteLinks/isp-b"}}]}],
        "virtualHub": {"id": "%1$s/virtualHubs/hub"}, "vpnGatewayScaleUnit": 1}]"""
          .formatted(NET);

  static final String SITES =
      """
      [{"id": "%1$s/vpnSites/quito", "name": "quito", "tags": null,
        "addressSpace": {"addressPrefixes": ["10.152.0.0/16"]}, "ipAddress": null,
        "vpnSiteLinks": [
          {"id": "%1$s/vpnSites/quito/vpnSiteLinks/isp-a", "name": "isp-a",
           "ipAddress": "203.0.113.107",
           "bgpProperties": {"asn": 65110, "bgpPeeringAddress": "10.152.0.1"}},
          {"id": "%1$s/vpnSites/quito/vpnSiteLinks/isp-b", "name": "isp-b",
           "ipAddress": "203.0.113.108", "bgpProperties": null}]}]"""
          .formatted(NET);

  private VirtualWan() {}
}
