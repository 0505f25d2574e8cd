package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people are told of an incident beyond what the incident itself says. */
class ReplayTextTest {
  private static final String GATEWAY =
      "/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG-NET"
          + "/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKGATEWAYS/";
  private static final String LOST = tunnel("10:00:00", "TunnelDisconnected");
  private static final String SET =
      record("GW-WEU", "09:00:00", "GatewayDiagnosticLog", "SetGatewayConfiguration", "");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"text", "markdown"})
  void whatStandsInALogThatWasNotReadIsNotRuledOut(String format) throws IOException {
    var other = SET.replace("GW-WEU", "GW-NEU");

    assertThat(told(format, "11:00:00", LOST, other))
        .contains(
            "It is not peer restarted: no line says that the peer began anew. Not ruled out, since"
                + " no GatewayDiagnosticLog of gw-weu was read: planned maintenance, configuration"
                + " change.")
        .doesNotContain("not planned maintenance");
    assertThat(told(format, "11:00:00", LOST, SET))
        .contains(
            "It is not planned maintenance: no maintenance record was read that fits within 2 min"
                + " of it; not configuration change: no record of a change was read that explains"
                + " it within 2 min before; not peer restarted: ")
        .doesNotContain("Not ruled out");
  }

  /** Of one table alone each incident would say the same; the end of the run says it once. */
  @Test
  void whatStandsInALogThatNobodySentIsNotSaidOfEachIncident() throws IOException {
    assertThat(told("text", "11:00:00", LOST))
        .contains("It is not peer restarted: no line says that the peer began anew.\n")
        .doesNotContain("ruled out", "planned maintenance");
  }

  @Test
  void itIsToldAlikeHoweverItIsReplayed() throws IOException {
    var other = SET.replace("GW-WEU", "GW-NEU");
    var arrivals =
        List.of(other, LOST, tunnel("10:05:00", "TunnelConnected")).stream()
            .map(
                record ->
                    "{\"source\":\"hub/0\",\"enqueuedAt\":\"2026-03-01T10:06:00Z\",\"record\":"
                        + record
                        + '}')
            .toArray(String[]::new);

    assertThat(replay("text", "11:00:00", List.of("--arrival"), arrivals))
        .contains("Not ruled out, since no GatewayDiagnosticLog of gw-weu was read")
        .isEqualTo(replay("text", "11:00:00", List.of(), arrivals));
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "markdown"})
  void whatIsNoLongerHeardOfIsSaidToBeUnconfirmed(String format) throws IOException {
    var note = "Note: Nothing was heard of it for 24 h: whether it goes on is not known.";

    assertThat(told(format, "11:00:00", LOST)).doesNotContain("Note: ");
    assertThat(toldOn("2026-03-02T10:00:00Z", format, LOST)).contains(note);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "markdown"})
  void returnThatIsConcludedIsToldToTheMinute(String format) throws IOException {
    var alive =
        record(
            "GW-WEU",
            "10:05:20",
            "IKEDiagnosticLog",
            "IKELogEvent",
            "\"message\":\"Remote 203.0.113.7:500: Local 192.0.2.4:500: [RECEIVED][DPD] Received"
                + " DPD response\"");

    assertThat(told(format, "10:05:40", LOST, alive))
        .contains("2026-03-01 10:06", "by 10:06", "Note: For at least one return")
        .doesNotContain("10:06:00");
  }

  private String told(String format, String until, String... lines) throws IOException {
    return replay(format, until, List.of(), lines);
  }

  private String replay(String format, String until, List<String> options, String... lines)
      throws IOException {
    return replayed("2026-03-01T" + until + 'Z', format, options, lines);
  }

  private String toldOn(String until, String format, String... lines) throws IOException {
    return replayed(until, format, List.of(), lines);
  }

  private String replayed(String until, String format, List<String> options, String... lines)
      throws IOException {
    var out = directory.resolve("out");
    var file = Files.write(directory.resolve("logs.jsonl"), List.of(lines));
    var words =
        new ArrayList<>(
            List.of("replay", "--format", format, "--until", until, "--out", out.toString()));
    words.addAll(options);
    words.add(file.toString());
    var run = Run.of(words.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    return Files.readString(out);
  }

  private static String tunnel(String time, String operation) {
    return record(
        "GW-WEU",
        time,
        "TunnelDiagnosticLog",
        operation,
        "\"remoteIP\":\"203.0.113.7\",\"stateChangeReason\":\"DPD timed out\"");
  }

  private static String record(
      String gateway, String time, String category, String operation, String properties) {
    var instance = "\"instance\":\"GatewayTenantWorker_IN_0\"";
    return """
        {"time":"2026-03-01T%sZ","resourceId":"%s","category":"%s","operationName":"%s","properties":{%s}}"""
        .formatted(
            time,
            GATEWAY + gateway,
            category,
            operation,
            properties.isEmpty() ? instance : instance + ',' + properties);
  }
}
