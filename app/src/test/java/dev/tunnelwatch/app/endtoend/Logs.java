package dev.tunnelwatch.app.endtoend;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Records of one gateway with one tunnel, gw-weu to paris, and hub bodies made of them. */
final class Logs {
  static final String GATEWAY =
      "/subscriptions/00000000-0000-0000-0000-000000000001/resourcegroups/rg-net"
          + "/providers/microsoft.network/virtualnetworkgateways/gw-weu";

  private Logs() {}

  static String connected(Instant at) {
    return tunnel(at, "TunnelConnected", "Connected", "Locally Triggered");
  }

  static String disconnected(Instant at) {
    return tunnel(at, "TunnelDisconnected", "Disconnected", "DPD timed out");
  }

  private static String tunnel(Instant at, String operation, String status, String reason) {
    return """
        {"time":"%s","resourceId":"%s","category":"TunnelDiagnosticLog","operationName":"%s",\
        "level":"Informational","properties":{"instance":"GatewayTenantWorker_IN_0",\
        "remoteIP":"203.0.113.7","status":"%s","stateChangeReason":"%s"}}"""
        .formatted(at, GATEWAY.toUpperCase(Locale.ROOT), operation, status, reason);
  }

  /** A user's session that was accepted. */
  static String p2sConnected(Instant at) {
    return said(
        at, "P2SDiagnosticLog", "P2SLogEvent", "[MSG] [default] [OVPN_12AB] Connection successful");
  }

  /** Azure works on the host of an instance. */
  static String maintenance(Instant at) {
    return said(at, "GatewayDiagnosticLog", "HostMaintenanceEvent", "Upgrade has begun");
  }

  private static String said(Instant at, String category, String operation, String message) {
    return """
        {"time":"%s","resourceId":"%s","category":"%s","operationName":"%s",\
        "level":"Informational","properties":{"instance":"GatewayTenantWorker_IN_0",\
        "message":"%s"}}"""
        .formatted(at, GATEWAY.toUpperCase(Locale.ROOT), category, operation, message);
  }

  static byte[] body(String... records) {
    return ("{\"records\":[" + String.join(",", List.of(records)) + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What az prints for that gateway and its one connection. */
  static String gateways() {
    return """
        [{"id":"%s","name":"gw-weu","location":"westeurope","gatewayType":"Vpn",
          "vpnType":"RouteBased","activeActive":false,"enableBgp":false,
          "sku":{"name":"VpnGw1AZ","tier":"VpnGw1AZ","capacity":2}}]"""
        .formatted(GATEWAY);
  }

  static String sites() {
    return """
        [{"id":"%s","name":"lng-paris","gatewayIpAddress":"203.0.113.7",
          "localNetworkAddressSpace":{"addressPrefixes":["10.52.0.0/16"]},
          "tags":{"tunnelwatch-site":"paris"}}]"""
        .formatted(resource("localNetworkGateways/lng-paris"));
  }

  static String connections() {
    return """
        [{"id":"%s","name":"cn-paris","connectionType":"IPsec","enableBgp":false,
          "dpdTimeoutSeconds":45,
          "virtualNetworkGateway1":{"id":"%s"},
          "localNetworkGateway2":{"id":"%s"}}]"""
        .formatted(
            resource("connections/cn-paris"), GATEWAY, resource("localNetworkGateways/lng-paris"));
  }

  private static String resource(String rest) {
    return "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-net"
        + "/providers/Microsoft.Network/"
        + rest;
  }
}
