package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.app.command.Command;
import dev.tunnelwatch.records.IncidentJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  private static final String GATEWAY =
      "/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/RG-NET"
          + "/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKGATEWAYS/GW-WEU";

  @TempDir Path directory;

  @Test
  void simulatedFleetGivesIncidentsWhateverTheOrderOfItsLinesAndWhateverIsRepeated()
      throws IOException {
    long seed = 7;
    assertThat(
            Run.of(
                    "simulate",
                    "--out",
                    at("sim"),
                    "--seed",
                    "" + seed,
                    "--scenario",
                    "demo",
                    "--hours",
                    "1")
                .code())
        .isZero();
    replay("first.jsonl", at("sim/records"));
    var incidents = Files.readAllLines(directory.resolve("first.jsonl"));
    assertThat(incidents).isNotEmpty();
    assertThat(incidents)
        .allSatisfy(
            line -> assertThat(IncidentJson.write(IncidentJson.read(line))).isEqualTo(line));

    var lines = new ArrayList<String>();
    for (var file : filesBelow("sim/records/hub")) {
      lines.addAll(Files.readAllLines(file));
    }
    lines.addAll(lines.subList(0, lines.size() / 3));
    Collections.shuffle(lines, new Random(seed));
    gzip("shuffled.jsonl.gz", lines);

    replay("canonical.jsonl", at("sim/records"), "--canonical");
    replay("shuffled.out", at("shuffled.jsonl.gz"), "--canonical");
    assertThat(directory.resolve("shuffled.out"))
        .as("seed %d", seed)
        .hasSameTextualContentAs(directory.resolve("canonical.jsonl"));
    assertThat(Files.readAllLines(directory.resolve("canonical.jsonl"))).hasSameSizeAs(incidents);
  }

  @Test
  void everyElementIsCountedAndTheUnreadableAreToldWithTheirPlace() throws IOException {
    var file =
        Files.writeString(
            directory.resolve("logs.json"),
            String.join(
                "\n",
                tunnel("2026-03-01T10:00:00Z", "TunnelConnected"),
                "{\"records\":["
                    + tunnel("2026-03-01T10:05:00Z", "TunnelDisconnected")
                    + ","
                    + tunnel("2026-03-01T10:05:00Z", "TunnelDisconnected")
                    + ",{\"metricName\":\"TunnelAverageBandwidth\",\"resourceId\":\""
                    + GATEWAY
                    + "\",\"time\":\"2026-03-01T10:05:00Z\",\"average\":1}]}",
                "{\"time\":\"2026-03-01T10:06:00Z\", \u0007",
                tunnel("2026-03-01T10:20:00Z", "TunnelConnected")));

    var run =
        Run.of(
            "replay",
            "--rejects",
            at("rejects"),
            "--summary",
            at("summary"),
            "--out",
            at("out"),
            file.toString());

    assertThat(run.code()).isZero();
    var summary = new ObjectMapper().readTree(directory.resolve("summary").toFile());
    assertThat(summary.path("records").asInt()).isEqualTo(6);
    assertThat(summary.path("events").asInt()).isEqualTo(4);
    assertThat(summary.path("duplicates").asInt()).isEqualTo(1);
    assertThat(summary.path("foreign").asInt()).isEqualTo(1);
    assertThat(summary.path("rejects")).hasSize(1);
    assertThat(summary.path("incidents").asInt())
        .isEqualTo(Files.readAllLines(directory.resolve("out")).size())
        .isEqualTo(1);
    assertThat(Files.readAllLines(directory.resolve("rejects")))
        .singleElement()
        .satisfies(line -> assertThat(line).contains(file + ":3#0"));
  }

  @Test
  void howMuchWasNotUnderstoodIsToldWithItsShapes() throws IOException {
    var file =
        Files.writeString(
            directory.resolve("logs.json"),
            String.join(
                "\n",
                tunnel("2026-03-01T10:00:00Z", "TunnelConnected"),
                tunnel("2026-03-01T10:05:00Z", "TunnelConnected"),
                tunnel("2026-03-01T10:06:00Z", "TunnelDreamed"),
                tunnel("2026-03-01T10:07:00Z", "TunnelDreamed")));

    var run = Run.of("replay", "--unknown", "3", "--out", at("out"), file.toString());

    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains("not understood: 50.00 % of 4 lines of gateways (0 unsure, 2 unrecognised)")
        .contains("        2  unrecognised, operation  TunnelDreamed: ")
        .doesNotContain("203.0.113");
    assertThat(Run.of("replay", "--unknown", "0", file.toString()).code()).isEqualTo(2);
    assertThat(Run.of("replay", file.toString()).err()).doesNotContain("not understood");
  }

  @Test
  void mismatchingProposalsAreShownWithWhatEachSideOffers() throws IOException {
    var lines = new ArrayList<String>();
    lines.add(tunnel("2026-03-01T10:00:00Z", "TunnelConnected"));
    lines.add(tunnel("2026-03-01T10:05:00Z", "TunnelDisconnected"));
    for (int i = 0; i < 4; i++) {
      var at = "2026-03-01T10:05:%dZ".formatted(10 + i * 10);
      lines.add(ike(at, "[RECEIVED]Received Ike payload: Policy1:" + AES_256 + "DhGroup14"));
      lines.add(
          ike(
              at,
              "[SEND]Sending Ike payload for tunnel Id 0x3: Auth:PreShared Key- Policy1:"
                  + AES_256
                  + "DhGroup2"));
      lines.add(ike(at, "[SEND][NOTIFY] Sending Notify Message - Policy Mismatch"));
    }
    Collections.shuffle(lines, new Random(5));
    var file = Files.write(directory.resolve("logs.json"), lines);

    var run = Run.of("replay", file.toString());

    assertThat(run.out())
        .contains("\"cause\":\"ike_policy_mismatch\"")
        .contains(
            "The peer offers AES-CBC-256/SHA256/DH14, the gateway offers AES-CBC-256/SHA256/DH2 for"
                + " IKE (phase 1).");
  }

  private static final String AES_256 = "Cipher=AES-CBC-256 Integrity=SHA256 DhGroup=";

  private static String ike(String at, String text) {
    return """
        {"time":"%s","resourceId":"%s","category":"IKEDiagnosticLog","operationName":"IKELogEvent",\
        "properties":{"instance":"GatewayTenantWorker_IN_0","message":"SESSION_ID \
        :{0a1b2c3d-0000-4000-8000-00000000000a} Remote 203.0.113.7:500: Local 198.51.100.4:500: %s"}}"""
        .formatted(at, GATEWAY, text);
  }

  @Test
  void untilLeavesOutWhatHappenedLater() throws IOException {
    var file =
        Files.writeString(
            directory.resolve("logs.json"),
            String.join(
                "\n",
                tunnel("2026-03-01T10:00:00Z", "TunnelConnected"),
                tunnel("2026-03-01T10:05:00Z", "TunnelDisconnected"),
                tunnel("2026-03-01T10:20:00Z", "TunnelConnected")));

    var run =
        Run.of("replay", "--until", "2026-03-01T10:10:00Z", "--format", "text", file.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("2026-03-01 10:05:00 UTC to now, open");
  }

  @Test
  void theLastLineSaysWhatCameOfItAlsoWhenNothingDid() throws IOException {
    var logs =
        Files.writeString(
            directory.resolve("logs.json"),
            String.join(
                "\n",
                tunnel("2026-03-01T10:00:00Z", "TunnelConnected"),
                tunnel("2026-03-01T10:05:00Z", "TunnelDisconnected"),
                "no record"));
    var empty = Files.writeString(directory.resolve("empty.json"), "");

    assertThat(Run.of("replay", logs.toString()).err())
        .contains("incidents: 1 (", "records: 3 (1 could not be read: 1 not_json; --rejects");
    var nothing = Run.of("replay", empty.toString());
    assertThat(nothing.err()).contains("no record found");
    assertThat(nothing.code()).as("as with a log of which nothing is understood").isEqualTo(1);
  }

  @Test
  void inventoryWithoutAnyKnownFileIsToldAndTopologyIsLearned() throws IOException {
    var file =
        Files.writeString(
            directory.resolve("logs.json"), tunnel("2026-03-01T10:00:00Z", "TunnelConnected"));
    var inventory = Files.createDirectory(directory.resolve("inventory"));
    Files.writeString(inventory.resolve("gateways.json"), "[]");

    var run = Run.of("replay", "--inventory", inventory.toString(), file.toString());

    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains("inventory: no_gateways: ", "learned from the logs")
        .contains("inventory: file_not_used: gateways.json: expected one of [vnet-gateways.json");
    assertThat(Run.of("replay", file.toString()).err()).contains("topology is learned");
  }

  @Test
  void rejectOfADamagedFileHasItsHead() throws IOException {
    var text = "{\"time\":\"2026-03-01T10:00:00Z\",\"note\":\"" + noise(4_000);
    gzip("whole.gz", List.of(text));
    var packed = Files.readAllBytes(directory.resolve("whole.gz"));
    Files.write(directory.resolve("cut.gz"), Arrays.copyOf(packed, packed.length / 2));
    Files.write(directory.resolve("stump.gz"), Arrays.copyOf(packed, 5));

    var run = Run.of("replay", "--rejects", at("rejects"), at("cut.gz"), at("stump.gz"));

    assertThat(run.code()).as(run.err()).isEqualTo(Command.FAILED);
    assertThat(run.err())
        .contains(
            at("cut.gz") + ": its compressed data is damaged or cut: what stood behind line 0")
        .contains(at("stump.gz") + ": its compressed data is damaged or cut");
    var rejects = Files.readAllLines(directory.resolve("rejects"));
    assertThat(rejects).hasSize(2);
    assertThat(rejects.getFirst()).contains("2026-03-01T10:00:00Z").hasSizeLessThan(2_000);
    assertThat(rejects.getLast()).contains("x8B");
  }

  @Test
  void fileThatCannotBeReadCostsNobodyTheOthersAndIsTold() throws IOException {
    var good =
        Files.writeString(
            directory.resolve("good.jsonl"),
            tunnel("2026-03-01T10:00:00Z", "TunnelConnected")
                + '\n'
                + tunnel("2026-03-01T10:05:00Z", "TunnelDisconnected"));
    // Reading the beginning of its own memory is refused to every process.
    var broken = "/proc/self/mem";

    var run = Run.of("replay", broken, good.toString());

    assertThat(run.code()).isEqualTo(Command.FAILED);
    assertThat(run.out()).contains("\"kind\":\"tunnel_down\"");
    assertThat(run.err()).contains(broken + ": could not be read, or not to its end: ");
  }

  @Test
  void filesThatAreNoLogsAreNoSuccess() throws IOException {
    var empty = Files.createDirectory(directory.resolve("none"));
    var utf16 = directory.resolve("utf16.json");
    Files.writeString(
        utf16,
        '\uFEFF' + tunnel("2026-03-01T10:00:00Z", "TunnelConnected"),
        StandardCharsets.UTF_16LE);
    var unmarked =
        Files.writeString(
            directory.resolve("unmarked.json"),
            tunnel("2026-03-01T10:00:00Z", "TunnelConnected"),
            StandardCharsets.UTF_16LE);
    var noise = Files.writeString(directory.resolve("noise.json"), "to be or\nnot to be\n");

    assertThat(Run.of("replay", empty.toString()))
        .returns(Command.USAGE, Run::code)
        .satisfies(run -> assertThat(run.err()).contains("expected files, or directories"));
    assertThat(Run.of("replay", utf16.toString()))
        .returns(Command.FAILED, Run::code)
        .satisfies(run -> assertThat(run.err()).contains("utf16.json: looks like UTF-16", "iconv"));
    assertThat(Run.of("replay", unmarked.toString()))
        .returns(Command.FAILED, Run::code)
        .satisfies(run -> assertThat(run.err()).contains("unmarked.json: looks like UTF-16"));
    assertThat(Run.of("replay", noise.toString()))
        .returns(Command.FAILED, Run::code)
        .satisfies(run -> assertThat(run.err()).contains("2 not_json", "nothing was understood"));
    assertThat(Run.of("replay", "--unknown", noise.toString()).err())
        .contains("expected PATH…, got nothing; \"" + noise + "\" is the value of --unknown");
  }

  @Test
  void gatewaysWithIncidentsThatTheInventoryLacksAreTold() throws IOException {
    var other = Files.createDirectory(directory.resolve("other"));
    var id = GATEWAY.replace("GW-WEU", "GW-NEU");
    Files.writeString(
        other.resolve("vnet-gateways.json"),
        "[{\"id\": \"" + id + "/\", \"sku\": {\"name\": \"VpnGw1AZ\"}}]");
    Files.writeString(
        directory.resolve("logs.jsonl"),
        tunnel("2026-03-01T10:00:00Z", "TunnelDisconnected")
            + '\n'
            + tunnel("2026-03-01T10:05:00Z", "TunnelDisconnected"));

    var strange = Run.of("replay", "--inventory", at("other"), at("logs.jsonl")).err();
    Files.writeString(
        other.resolve("vnet-gateways.json"),
        "[{\"id\": \"" + GATEWAY + "/\", \"sku\": {\"name\": \"VpnGw1AZ\"}}]");
    Files.writeString(other.resolve("vpn-connections.json"), "[]");
    var known = Run.of("replay", "--inventory", at("other"), at("logs.jsonl")).err();

    assertThat(strange).contains("inventory: lacks 1 gateway with").contains("/gw-weu");
    assertThat(known)
        .doesNotContain("lacks 1 gateway ")
        .contains("inventory: no_connections: ")
        .contains("inventory: lacks 1 connection to peers with incidents")
        .contains(": gw-weu 203.0.113.7");
  }

  /** The name is there even where the connection is not. */
  @Test
  void deviceWithoutAConnectionNamesTheSiteOfItsAddress() throws IOException {
    var partial = Files.createDirectory(directory.resolve("partial"));
    Files.writeString(
        partial.resolve("vnet-gateways.json"),
        "[{\"id\": \"" + GATEWAY + "\", \"sku\": {\"name\": \"VpnGw1AZ\"}}]");
    var local = GATEWAY.replaceFirst("(?i)/virtualNetworkGateways/.*", "/localNetworkGateways/");
    Files.writeString(
        partial.resolve("local-gateways.json"),
        "[{\"id\": \"" + local + "lng-paris\", \"gatewayIpAddress\": \"203.0.113.7\"}]");
    Files.writeString(
        directory.resolve("logs.jsonl"), tunnel("2026-03-01T10:00:00Z", "TunnelDisconnected"));

    var run = Run.of("replay", "--inventory", at("partial"), at("logs.jsonl"));

    assertThat(run.out()).contains("\"sites\":[\"paris\"]");
    assertThat(run.err()).contains("inventory: file_missing: ", "vpn-connections.json");
  }

  @Test
  void aHundredFindingsOfTheInventoryAreToldAndTheReplayGoesOn() throws IOException {
    var exported = Files.createDirectory(directory.resolve("exported"));
    for (int i = 0; i < 105; i++) {
      Files.writeString(exported.resolve("other-" + i + ".json"), "[]");
    }
    Files.writeString(
        directory.resolve("records.jsonl"), tunnel("2026-03-01T10:00:00Z", "TunnelConnected"));

    var run =
        Run.of("replay", "--inventory", at("exported"), "--out", at("out"), at("records.jsonl"));

    assertThat(run.code()).isZero();
    assertThat(run.err())
        .contains("inventory: no_gateways: ")
        .contains("inventory: file_not_used: other-0.json: ")
        .contains("inventory: and 6 more")
        .contains("docs/inventory.md");
  }

  /** Text that does not get much shorter. */
  private static String noise(int length) {
    return new Random(7)
        .ints(length, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void replay(String out, String... words) {
    var all = new ArrayList<>(List.of("replay", "--out", at(out), "--inventory"));
    all.add(at("sim/inventory"));
    all.addAll(List.of(words));
    var run = Run.of(all.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private List<Path> filesBelow(String name) throws IOException {
    try (var found = Files.walk(directory.resolve(name))) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  private void gzip(String name, List<String> lines) throws IOException {
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(directory.resolve(name)))) {
      out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String tunnel(String time, String operation) {
    return """
        {"time":"%s","resourceId":"%s","category":"TunnelDiagnosticLog","operationName":"%s",\
        "properties":{"instance":"GatewayTenantWorker_IN_0","remoteIP":"203.0.113.7",\
        "status":"%s","stateChangeReason":"DPD timed out"}}"""
        .formatted(time, GATEWAY, operation, operation.replace("Tunnel", ""));
  }
}
