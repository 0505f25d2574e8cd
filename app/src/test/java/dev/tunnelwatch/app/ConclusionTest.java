package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.records.CanaryJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code replay} says in the end about what it read, and did not. */
class ConclusionTest {
  private static final String NETWORK =
      "/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG-NET"
          + "/PROVIDERS/MICROSOFT.NETWORK/";
  private static final String FIREWALL =
      record("2026-03-01T10:00:00Z", "AZUREFIREWALLS/FW", "AzureFirewallNetworkRule", "Rule", "");
  private static final String TUNNEL =
      gateway("TunnelDiagnosticLog", "TunnelConnected", "\"remoteIP\":\"203.0.113.7\"");

  @TempDir Path directory;

  @Test
  void logsOfOtherServicesAreNoGoodNews() throws IOException {
    var metric =
        "{\"metricName\":\"TunnelAverageBandwidth\",\"resourceId\":\""
            + NETWORK
            + "VIRTUALNETWORKGATEWAYS/GW-WEU\",\"time\":\"2026-03-01T10:05:00Z\",\"average\":1}";

    var run = replay(List.of(FIREWALL, FIREWALL, metric));

    assertThat(run.code()).isEqualTo(Command.FAILED);
    assertThat(run.err())
        .contains(
            "NO RECORD OF A VPN GATEWAY was read, so that nothing is known of any: 2 of other Azure"
                + " services, 1 of metrics")
        .contains("expected are the categories GatewayDiagnosticLog, TunnelDiagnosticLog,")
        .contains("(README, \"Switching the logs on\")");
    assertThat(Files.readString(Path.of("../README.md"))).contains("\n## Switching the logs on\n");
  }

  @Test
  void categoryThatWasNeverHeardIsNamedWithWhatCannotBeTold() throws IOException {
    var run = replay(List.of(TUNNEL, FIREWALL));

    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains("no IKEDiagnosticLog among 2 records: causes that it alone shows cannot be told")
        .contains("no GatewayDiagnosticLog among 2 records", "no RouteDiagnosticLog among")
        .contains("logs are switched on in the diagnostic setting of each gateway")
        .doesNotContain("no TunnelDiagnosticLog", "P2S", "NO RECORD OF");
  }

  /** An export of the vault holds one a minute. */
  @Test
  void canaryIsNoRecordOfTheFleet() throws IOException {
    var canary =
        new String(CanaryJson.body(Instant.parse("2026-03-01T12:00:00Z")), StandardCharsets.UTF_8);

    var run =
        replay(
            List.of(TUNNEL, canary, canary), "--summary", directory.resolve("summary").toString());

    assertThat(run.err())
        .contains("2 records of Tunnelwatch's own canary left out", "records: 1 (")
        .contains("as of 2026-03-01T10:00:00Z");
    var summary = new ObjectMapper().readTree(directory.resolve("summary").toFile());
    assertThat(summary.path("canary").asInt()).isEqualTo(2);
    assertThat(summary.path("records").asInt()).isEqualTo(1);
    assertThat(summary.path("routine").asInt()).isZero();
  }

  @Test
  void whatTheLogTakesForNowIsTold() throws IOException {
    var last = List.of(TUNNEL, FIREWALL);

    assertThat(replay(last).err()).contains("as of 2026-03-01T10:00:00Z (the last line; --until");
    assertThat(replay(last, "--until", "2027-03-01T10:00:00Z").err())
        .contains(
            "as of 2027-03-01T10:00:00Z, though nothing was heard since 2026-03-01T10:00:00Z");
    assertThat(replay(last, "--until", "2026-03-01T10:30:00Z").err()).doesNotContain("as of");
  }

  @Test
  void singleQuotesAreNamedWithTheirRemedyAndMarkedWhenMended() throws IOException {
    var lost =
        gateway("TunnelDiagnosticLog", "TunnelDisconnected", "\"remoteIP\":\"203.0.113.7\"")
            .replace("10:00:00", "10:01:00");
    var quoted = List.of(TUNNEL.replace('"', '\''), lost.replace('"', '\''));

    assertThat(replay(quoted).err())
        .contains("2 of what is no JSON look like 'objects in single quotes': --repair reads");
    assertThat(replay(quoted, "--repair").err()).doesNotContain("--repair");
    for (var format : List.of("text", "markdown")) {
      replay(quoted, "--repair", "--until", "2026-03-01T10:30:00Z", "--format", format);
      assertThat(Path.of(at("out"))).content().contains(" (repaired)\n");
    }
  }

  @Test
  void timesWithoutAZoneAreCountedWithWhatTheyAreTakenFor() throws IOException {
    var bare = TUNNEL.replace("10:00:00Z", "10:00:00");
    var us = TUNNEL.replace("2026-03-01T10:00:00Z", "3/1/2026 10:00:00 AM");
    var offset = TUNNEL.replace("10:00:00Z", "11:00:00+01:00");

    assertThat(replay(List.of(TUNNEL, bare, us, offset)).err())
        .contains(
            "2 times name no zone: taken for UTC, as Azure writes it, and dates with slashes");
    assertThat(replay(List.of(TUNNEL, offset)).err()).doesNotContain("no zone");
  }

  @Test
  void nothingToReadIsNamed() throws IOException {
    var empty = Files.createDirectory(directory.resolve("empty")).toString();

    assertThat(Run.of("replay", empty).err()).contains("got \"nothing in " + empty + '"');
    assertThat(Run.of("replay", "-").err()).contains("expected /dev/stdin for standard input");
  }

  @Test
  void emptyFilesAreNamed() throws IOException {
    var words = new ArrayList<>(List.of("replay", "--out", at("out")));
    for (int i = 1; i <= 5; i++) {
      words.add(Files.createFile(directory.resolve("empty" + i)).toString());
    }

    assertThat(Run.of(words.subList(0, 4).toArray(String[]::new)))
        .returns(Command.FAILED, Run::code)
        .satisfies(
            run ->
                assertThat(run.err())
                    .contains("no record found in " + at("empty1") + ": expected hub bodies"));
    assertThat(Run.of(words.toArray(String[]::new)).err())
        .contains("no record found in " + at("empty1") + ", ", at("empty3") + " and 2 more: ");
  }

  @Test
  void linesOfUsersThatDialInAreReadAndSaidToBeOfNoUseYet() throws IOException {
    var line =
        gateway(
            "P2SDiagnosticLog",
            "P2SLogEvent",
            "\"message\":\"Connection successful. Username=alice IP=10.9.0.2\"");

    assertThat(replay(List.of(TUNNEL, line)).err())
        .contains(
            "P2SDiagnosticLog: 1 line was read, but what befalls point-to-site users is not told"
                + " yet");
  }

  @Test
  void endBeforeAllThatWasReadIsTold() throws IOException {
    assertThat(replay(List.of(TUNNEL), "--until", "2026-03-01T09:00:00Z").err())
        .contains(
            "--until 2026-03-01T09:00:00Z is before all that was read: the first is of"
                + " 2026-03-01T10:00:00Z");
    assertThat(replay(List.of(TUNNEL), "--until", "2026-03-01T10:00:00Z").err())
        .doesNotContain("--until");
  }

  @Test
  void linesOfLaterThanTheEndAreCounted() throws IOException {
    var later = TUNNEL.replace("10:00:00Z", "10:45:00Z");

    assertThat(replay(List.of(TUNNEL, later), "--until", "2026-03-01T10:30:00Z").err())
        .contains(
            "1 line of gateways is of later than --until and was left aside: it is of"
                + " 2026-03-01T10:45:00Z");
    assertThat(replay(List.of(TUNNEL, later)).err()).doesNotContain("left aside");
  }

  @Test
  void tunnelThatCameUpIn2099EndsNoOutage() throws IOException {
    var lost =
        gateway("TunnelDiagnosticLog", "TunnelDisconnected", "\"remoteIP\":\"203.0.113.7\"")
            .replace("10:00:00", "10:01:00");
    var other = TUNNEL.replace("203.0.113.7", "203.0.113.8").replace("10:00:00", "10:20:00");

    replay(List.of(TUNNEL, lost, other, TUNNEL.replace("2026", "2099")), "--format", "text");

    assertThat(Path.of(at("out")))
        .content()
        .contains("unreachable from gw-weu since 10:01:00")
        .doesNotContain("2099");
  }

  @Test
  void outputThatCannotBeWrittenIsNamed() throws IOException {
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/full")));
    var logs = Files.write(directory.resolve("logs.jsonl"), List.of(TUNNEL)).toString();

    assertThat(Run.of("replay", "--summary", "/dev/full", logs))
        .returns(Command.FAILED, Run::code)
        .satisfies(run -> assertThat(run.err()).contains("cannot read or write /dev/full: "));
  }

  @Test
  void summaryCountsWhatWasUnderstoodInPartAndTheLinesOfEachCategory() throws IOException {
    var strange =
        gateway(
            "TunnelDiagnosticLog",
            "TunnelDisconnected",
            "\"remoteIP\":\"203.0.113.7\",\"stateChangeReason\":\"the moon was full\"");

    var run = replay(List.of(TUNNEL, strange), "--summary", at("summary"));

    assertThat(run.err()).contains("1 line of gateways was understood in part; --unknown 20");
    var summary = new ObjectMapper().readTree(directory.resolve("summary").toFile());
    assertThat(summary.path("unsure").asInt()).isEqualTo(1);
    assertThat(summary.path("events").asInt()).isEqualTo(2);
    assertThat(summary.at("/lines/TunnelDiagnosticLog").asInt()).isEqualTo(2);
    assertThat(summary.at("/lines/IKEDiagnosticLog").isInt()).isTrue();
  }

  @Test
  void linksOfAnArchiveAreFollowed() throws IOException {
    var archive = Files.createDirectories(directory.resolve("archive/day"));
    Files.writeString(archive.resolve("one.json"), TUNNEL);
    var links = Files.createDirectory(directory.resolve("links"));
    Files.createSymbolicLink(links.resolve("there"), archive.getParent());
    Files.createSymbolicLink(archive.resolve("back"), archive);

    var linked = Run.of("replay", links.toString());

    assertThat(linked.code()).as(linked.err()).isZero();
    assertThat(linked.err()).contains("records: 1 (");

    Files.createSymbolicLink(links.resolve("nowhere"), directory.resolve("none"));
    assertThat(Run.of("replay", links.toString()))
        .returns(Command.FAILED, Run::code)
        .satisfies(
            run -> assertThat(run.err()).contains("links/nowhere: is a link to what is not there"));
  }

  private Run replay(List<String> lines, String... options) throws IOException {
    var words = new ArrayList<>(List.of("replay", "--out", at("out")));
    words.addAll(List.of(options));
    words.add(Files.write(directory.resolve("logs.jsonl"), lines).toString());
    return Run.of(words.toArray(String[]::new));
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private static String gateway(String category, String operation, String properties) {
    return record(
        "2026-03-01T10:00:00Z",
        "VIRTUALNETWORKGATEWAYS/GW-WEU",
        category,
        operation,
        "\"instance\":\"GatewayTenantWorker_IN_0\"," + properties);
  }

  private static String record(
      String time, String resource, String category, String operation, String properties) {
    return """
        {"time":"%s","resourceId":"%s","category":"%s","operationName":"%s","properties":{%s}}"""
        .formatted(time, NETWORK + resource, category, operation, properties);
  }
}
