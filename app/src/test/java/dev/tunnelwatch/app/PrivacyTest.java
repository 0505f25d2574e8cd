package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A canary in every category: a user, an address a client dials in from, and a key. */
class PrivacyTest {

  private static final List<String> CANARIES =
      List.of("zaphod", "beeblebrox", "198.51.100.77", "tr0ub4dor");

  private static final String PROVIDER =
      "/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG-NET"
          + "/PROVIDERS/MICROSOFT.NETWORK/";
  private static final String GATEWAY = PROVIDER + "VIRTUALNETWORKGATEWAYS/GW-WEU";
  private static final String OF_CLIENTS = PROVIDER + "P2SVPNGATEWAYS/GW-P2S";

  @TempDir Path directory;

  @Test
  void nobodyIsNamedInAnyOutputButTheRejects() throws IOException {
    var lines = new ArrayList<String>();
    lines.add(tunnel("TunnelConnected", "10:00:00"));
    lines.add(tunnel("TunnelDisconnected", "10:05:00"));
    var failed = "[OVPN_0A] Connection failed. Username=zaphod.beeblebrox IP=198.51.100.77:4711";
    lines.add(record("P2SDiagnosticLog", "P2SLogEvent", GATEWAY, "10:05:03", failed));
    lines.add(record("P2SDiagnosticLog", "P2SDreamEvent", GATEWAY, "10:05:03", failed));
    said(lines, "P2SDiagnosticLog", "P2SLogEvent", GATEWAY);
    said(lines, "P2SDiagnosticLog", "P2SDreamEvent", GATEWAY);
    said(lines, "GatewayDiagnosticLog", "SetConnectionConfiguration", GATEWAY);
    said(lines, "GatewayDiagnosticLog", "GatewayDreamEvent", GATEWAY);
    for (var text :
        List.of(
            "[Remote] 198.51.100.77:4500 [Local] 192.0.2.4:4500 [ConnType] IKEv2-P2S [IkeEvent]"
                + " SA_NEGOTIATION_FAILED [ErrorCode] 13801",
            "the moon is full for zaphod.beeblebrox@example.com",
            "[SEND][NOTIFY] Sending Notify Message - Policy Mismatch with zaphod@example.com")) {
      lines.add(record("IKEDiagnosticLog", "IKELogEvent", GATEWAY, "10:05:01", text));
    }
    lines.add(
        record(
            "IKEDiagnosticLog",
            "IKELogEvent",
            OF_CLIENTS,
            "10:05:02",
            "Remote 198.51.100.77:500: Local 192.0.2.4:500: [SEND][NOTIFY] Sending Notify Message -"
                + " Authentication failed"));
    lines.add("{\"time\":\"2026-03-01T10:05:00Z\",\"zaphod\": Tr0ub4dor}");
    lines.add(tunnel("TunnelDisconnected", "10:06:00").replace("203.0.113.7", "zaphod"));
    var logs = Files.write(directory.resolve("logs.json"), lines);

    for (var format : List.of("jsonl", "text", "markdown")) {
      var out = directory.resolve(format);
      var summary = directory.resolve("summary");
      var run =
          Run.of(
              "replay",
              "--unknown",
              "50",
              "--format",
              format,
              "--out",
              out.toString(),
              "--summary",
              summary.toString(),
              logs.toString());
      assertThat(run.code()).isZero();
      assertThat(run.err()).contains("not understood: ", "rejected 2");
      for (var canary : CANARIES) {
        var outputs = run.out() + run.err() + Files.readString(out) + Files.readString(summary);
        assertThat(outputs.lines().filter(line -> line.toLowerCase(Locale.ROOT).contains(canary)))
            .as(canary + " in " + format)
            .isEmpty();
      }
    }
  }

  private static void said(List<String> lines, String category, String operation, String gateway) {
    for (var text :
        List.of(
            "set by zaphod@beeblebrox.example, sharedKey: Tr0ub4dor",
            "blue moon of user zaphod with password Tr0ub4dor",
            "CN=zaphod beeblebrox, psk=Tr0ub4dor")) {
      lines.add(record(category, operation, gateway, "10:05:03", text));
    }
  }

  private static String tunnel(String operation, String time) {
    return """
        {"time":"2026-03-01T%sZ","resourceId":"%s","category":"TunnelDiagnosticLog",\
        "operationName":"%s","properties":{"instance":"GatewayTenantWorker_IN_0",\
        "remoteIP":"203.0.113.7","status":"%s","stateChangeReason":"DPD timed out"}}"""
        .formatted(time, GATEWAY, operation, operation.substring("Tunnel".length()));
  }

  private static String record(
      String category, String operation, String gateway, String time, String message) {
    return """
        {"time":"2026-03-01T%sZ","resourceId":"%s","category":"%s","operationName":"%s",\
        "properties":{"instance":"GatewayTenantWorker_IN_0","message":"%s"}}"""
        .formatted(time, gateway, category, operation, message);
  }
}
