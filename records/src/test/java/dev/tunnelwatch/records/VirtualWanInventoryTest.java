package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import dev.tunnelwatch.model.Connection.Bgp;
import dev.tunnelwatch.model.Connection.Timers;
import dev.tunnelwatch.model.InventoryFinding;
import dev.tunnelwatch.model.InventoryFinding.Kind;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What {@code az network vpn-gateway list} and {@code vpn-site list} print. */
class VirtualWanInventoryTest {
  private static final String NET =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/wan"
          + "/providers/Microsoft.Network";

  private static final String GATEWAYS =
      """
      [{"id": "%1$s/vpnGateways/Hub-WEU", "name": "Hub-WEU", "location": "westeurope",
        "bgpSettings": {"asn": 65515, "peerWeight": 0, "bgpPeeringAddresses": [
          {"ipconfigurationId": "Instance0", "defaultBgpIpAddresses": ["10.9.0.12"],
           "customBgpIpAddresses": [], "tunnelIpAddresses": ["198.51.100.8", "10.9.0.4"]},
          {"ipconfigurationId": "Instance1", "defaultBgpIpAddresses": ["10.9.0.13"],
           "customBgpIpAddresses": [], "tunnelIpAddresses": ["198.51.100.9", "10.9.0.5"]}]},
        "connections": [
          {"id": "%1$s/vpnGateways/Hub-WEU/vpnConnections/to-paris", "name": "to-paris",
           "remoteVpnSite": {"id": "%1$s/vpnSites/Paris", "resourceGroup": "wan"},
           "vpnLinkConnections": [
             {"name": "isp-a", "enableBgp": true, "dpdTimeoutSeconds": 0, "ipsecPolicies": [],
              "vpnSiteLink": {"id": "%1$s/vpnSites/Paris/vpnSiteLinks/isp-a"}},
             {"name": "isp-b", "enableBgp": false, "dpdTimeoutSeconds": 20,
              "ipsecPolicies": [{"saLifeTimeSeconds": 7200}],
              "vpnSiteLink": {"id": "%1$s/vpnSites/Paris/vpnSiteLinks/isp-b"}}]}],
        "virtualHub": {"id": "%1$s/virtualHubs/hub"}, "vpnGatewayScaleUnit": 1}]"""
          .formatted(NET);

  private static final String SITES =
      """
      [{"id": "%1$s/vpnSites/Paris", "name": "Paris", "tags": {"owner": "net"},
        "addressSpace": {"addressPrefixes": ["10.52.0.0/16"]}, "ipAddress": null,
        "vpnSiteLinks": [
          {"id": "%1$s/vpnSites/Paris/vpnSiteLinks/isp-a", "name": "isp-a",
           "ipAddress": "203.0.113.7", "bgpProperties": {"asn": 65010, "bgpPeeringAddress": "10.52.0.1"}},
          {"id": "%1$s/vpnSites/Paris/vpnSiteLinks/isp-b", "name": "isp-b",
           "fqdn": "b.example.com", "ipAddress": null, "bgpProperties": null}]},
       {"id": "%1$s/vpnSites/old", "name": "old", "ipAddress": "203.0.113.9",
        "bgpProperties": {"asn": 65020, "bgpPeeringAddress": "10.53.0.1"}, "vpnSiteLinks": null}]"""
          .formatted(NET);

  private final InventoryReading reading = read(GATEWAYS, SITES);

  @Test
  void gatewayOfAHubIsActiveActiveByItsKind() {
    var gateway = reading.resources().vnetGateways().getFirst();

    assertThat(gateway.id().virtualWan()).isTrue();
    assertThat(gateway.activeActive()).isTrue();
    assertThat(gateway.fronts())
        .extracting(front -> front.ip().text(), front -> front.bgp().orElseThrow().peer().text())
        .containsExactly(tuple("198.51.100.8", "10.9.0.12"), tuple("198.51.100.9", "10.9.0.13"));
    assertThat(reading.findings()).isEmpty();
  }

  @Test
  void eachLinkOfAConnectionIsAWayOfItsOwn() {
    assertThat(reading.resources().connections())
        .extracting(
            VpnConnection::name,
            connection -> connection.far().substring(connection.far().lastIndexOf('/') + 1),
            VpnConnection::bgp,
            VpnConnection::timers)
        .containsExactly(
            tuple("to-paris", "isp-a", true, Timers.DEFAULT),
            tuple(
                "to-paris",
                "isp-b",
                false,
                new Timers(Duration.ofSeconds(20), Optional.of(Duration.ofHours(2)))));
  }

  @Test
  void eachLinkOfASiteIsADeviceOfThatSite() {
    assertThat(reading.resources().localGateways())
        .extracting(LocalGateway::name, LocalGateway::vpnSite, LocalGateway::ip)
        .containsExactly(
            tuple("old", Optional.of("old"), Optional.of(new IpAddress("203.0.113.9"))),
            tuple("isp-a", Optional.of("Paris"), Optional.of(new IpAddress("203.0.113.7"))),
            tuple("isp-b", Optional.of("Paris"), Optional.empty()));
    assertThat(reading.resources().localGateways().get(1))
        .satisfies(
            link -> assertThat(link.prefixes()).containsExactly(Prefix.parse("10.52.0.0/16")))
        .satisfies(
            link -> assertThat(link.bgp()).contains(new Bgp(new IpAddress("10.52.0.1"), 65010)));
  }

  @Test
  void connectionWithoutLinksLeadsToItsSite() {
    var before2019 =
        GATEWAYS
            .replaceAll("(?s)\"vpnLinkConnections\": \\[.*?\\]}],", "\"enableBgp\": true}],")
            .replace("vpnSites/Paris", "vpnSites/old");

    var found = read(before2019, SITES);

    assertThat(found.resources().connections())
        .singleElement()
        .satisfies(connection -> assertThat(connection.far()).endsWith("/vpnsites/old"))
        .satisfies(connection -> assertThat(connection.bgp()).isTrue());
  }

  @Test
  void connectionThatLeadsNowhereIsNamedAndTheGatewayStands() {
    var found = read(GATEWAYS.replace("\"vpnSiteLink\"", "\"somethingElse\""), SITES);

    assertThat(found.resources().vnetGateways()).hasSize(1);
    assertThat(found.resources().connections()).isEmpty();
    assertThat(found.findings())
        .extracting(InventoryFinding::kind)
        .containsExactly(Kind.VALUE_UNREADABLE, Kind.VALUE_UNREADABLE);
  }

  private static InventoryReading read(String gateways, String sites) {
    return AzureInventoryReader.read(
        Map.of(
            "vpn-gateways.json", Fixture.bytes(gateways),
            "vpn-sites.json", Fixture.bytes(sites)));
  }
}
