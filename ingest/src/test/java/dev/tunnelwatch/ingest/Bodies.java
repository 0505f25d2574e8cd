package dev.tunnelwatch.ingest;

import java.nio.charset.StandardCharsets;

/** Bodies of hub events, written by us in the documented form. */
final class Bodies {
  static final String GW_WEU =
      "/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/NET/PROVIDERS"
          + "/MICROSOFT.NETWORK/VIRTUALNETWORKGATEWAYS/GW-WEU";

  private Bodies() {}

  /** A tunnel record that can be told from others by its minute. */
  static String tunnel(int minute) {
    return """
        {"time":"2026-03-01T10:%02d:00Z","resourceId":"%s","category":"TunnelDiagnosticLog",\
        "operationName":"TunnelDisconnected","level":"Warning","properties":{"remoteIP":\
        "203.0.113.7","status":"Disconnected","instance":"GatewayTenantWorker_IN_0"}}"""
        .formatted(minute, GW_WEU);
  }

  /** A record of a service that is no concern of ours. */
  static String foreign() {
    return """
        {"time":"2026-03-01T10:00:00Z","resourceId":"/SUBSCRIPTIONS/\
        00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/NET/PROVIDERS/MICROSOFT.NETWORK/\
        APPLICATIONGATEWAYS/SHOP","category":"ApplicationGatewayAccessLog","operationName":\
        "ApplicationGatewayAccess","properties":{}}""";
  }

  static byte[] of(String... records) {
    return ("{\"records\":[" + String.join(",", records) + "]}").getBytes(StandardCharsets.UTF_8);
  }
}
