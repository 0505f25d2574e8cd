package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.testing.Incidents;
import dev.tunnelwatch.records.BodySplitter;
import dev.tunnelwatch.records.CanaryJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/** Log records in the documented forms, as Azure would write them for our cast. */
final class Lines {

  static final String GW_WEU = Incidents.GW_WEU.resourceId();
  static final String GW_JPE = GW_WEU.replace("gw-weu", "gw-jpe");

  static final String PARIS = "203.0.113.7";
  static final String TOKYO = "198.51.100.9";

  private Lines() {}

  /** A canary as ingest writes it. */
  static byte[] canary(Instant setOut) {
    return new BodySplitter().split(CanaryJson.body(setOut)).getFirst().bytes();
  }

  static byte[] connected(String gateway, String instance, String remoteIp, Instant at) {
    return tunnel(gateway, instance, remoteIp, at, "Connected", "");
  }

  static byte[] disconnected(
      String gateway, String instance, String remoteIp, Instant at, String reason) {
    return tunnel(gateway, instance, remoteIp, at, "Disconnected", reason);
  }

  static byte[] dpdAnswered(String gateway, String instance, String remoteIp, Instant at) {
    return ike(gateway, instance, remoteIp, at, "[RECEIVED] Received IKE DPD ACK packet");
  }

  /** The peer does not accept who we say we are. */
  static byte[] refused(String gateway, String instance, String remoteIp, Instant at) {
    return ike(
        gateway,
        instance,
        remoteIp,
        at,
        "[RECEIVED][NOTIFY] Received Notify Message - Authentication failed");
  }

  static byte[] ike(String gateway, String instance, String remoteIp, Instant at, String text) {
    return record(
        gateway,
        at,
        "IKEDiagnosticLog",
        "IKELogEvent",
        "\"message\":\"SESSION_ID :{0b7d3c5e-5c0e-4d51-9f5e-3a1f6f1c2d3e} Remote "
            + remoteIp
            + ":500: Local 192.0.2.4:500: "
            + text
            + "\",\"instance\":\"GatewayTenantWorker_"
            + instance
            + '"');
  }

  /** Of the gateway, or of its routes. */
  static byte[] said(String gateway, String category, String operation, Instant at, String text) {
    return record(gateway, at, category, operation, "\"message\":\"" + text + '"');
  }

  /** What becomes of a user's session. */
  static byte[] p2s(String gateway, Instant at, String message) {
    return record(gateway, at, "P2SDiagnosticLog", "P2SLogEvent", "\"message\":\"" + message + '"');
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] tunnel(
      String gateway, String instance, String remoteIp, Instant at, String status, String reason) {
    return record(
        gateway,
        at,
        "TunnelDiagnosticLog",
        "Tunnel" + status,
        "\"instance\":\"GatewayTenantWorker_%s\",\"remoteIP\":\"%s\",\"status\":\"%s\",\"stateChangeReason\":\"%s\""
            .formatted(instance, remoteIp, status, reason));
  }

  private static byte[] record(
      String gateway, Instant at, String category, String operation, String properties) {
    return text(
        "{\"time\":\"%s\",\"resourceId\":\"%s\",\"category\":\"%s\",\"operationName\":\"%s\",\"level\":\"Informational\",\"properties\":{%s}}"
            .formatted(at, gateway.toUpperCase(Locale.ROOT), category, operation, properties));
  }
}
