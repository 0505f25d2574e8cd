package dev.tunnelwatch.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayEvent.P2sSession;
import dev.tunnelwatch.model.GatewayEvent.SaDeleted;
import dev.tunnelwatch.model.GatewayEvent.SaKind;
import dev.tunnelwatch.model.GatewayEvent.TunnelConnected;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import dev.tunnelwatch.model.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real texts from public documents, which lie beside the repository where they may not be shipped.
 * Each is wrapped into a record of its category. {@code TUNNELWATCH_SAMPLES} names the folder
 * elsewhere.
 */
class RealSamplesTest {

  private static final JsonMapper MAPPER = new JsonMapper();

  /** What the words of a failure prove, in the order they are looked for. */
  private static final Map<String, Reason> FAILURES =
      Map.ofEntries(
          Map.entry("13801", Reason.AUTHENTICATION),
          Map.entry("35e9", Reason.AUTHENTICATION),
          Map.entry("0x3602", Reason.AUTHENTICATION),
          Map.entry("credentials are unacceptable", Reason.AUTHENTICATION),
          Map.entry("Authentication failed", Reason.AUTHENTICATION),
          Map.entry("13868", Reason.POLICY_MISMATCH),
          Map.entry("0x362C", Reason.POLICY_MISMATCH),
          Map.entry("Policy Mismatch", Reason.POLICY_MISMATCH),
          Map.entry("Policy match error", Reason.POLICY_MISMATCH),
          Map.entry("INVALID_KE_PAYLOAD", Reason.KEY_EXCHANGE_MISMATCH),
          Map.entry("Negotiation timed out", Reason.NEGOTIATION_TIMED_OUT),
          Map.entry("0x35ED", Reason.NEGOTIATION_TIMED_OUT),
          Map.entry("13843", Reason.OTHER_IKE_ERROR),
          Map.entry("Unsupported", Reason.OTHER_IKE_ERROR),
          Map.entry("unsupported IKE version", Reason.POLICY_MISMATCH));

  private Path samples = Path.of("../../shared/samples");

  @BeforeEach
  void findTheFolder() {
    samples =
        Optional.ofNullable(System.getProperty("TUNNELWATCH_SAMPLES"))
            .or(() -> Optional.ofNullable(System.getenv("TUNNELWATCH_SAMPLES")))
            .map(Path::of)
            .orElse(samples);
    assumeThat(samples)
        .as(
            "the folder of real samples, shared/samples beside the repository or"
                + " TUNNELWATCH_SAMPLES, is absent: real texts are not checked")
        .isDirectory();
  }

  private List<String> ikeTexts() throws IOException {
    var texts = new ArrayList<String>();
    columns("ike-messages.txt").forEach(line -> texts.add(line[2]));
    columns("ike-fragments.txt").forEach(line -> texts.add(line[1]));
    for (var row : jsonLines("ike-rows-transcribed.jsonl")) {
      var columns = row.path("columns");
      texts.add(
          "SESSION_ID :{%s} Remote %s:500: Local %s:500: %s"
              .formatted(
                  columns.path("SessionID").asText(),
                  columns.path("RemoteIP").asText(),
                  columns.path("LocalIP").asText(),
                  columns.path("IKEMessage").asText()));
    }
    return texts;
  }

  @Test
  void everyIkeTextIsWhatItIs() throws IOException {
    var texts = ikeTexts();
    assertThat(texts).hasSizeGreaterThan(40);

    for (var text : texts) {
      var reading = Fixture.read(ike(text));
      if (text.contains("SA_DELETE")) {
        assertThat(event(reading))
            .as(text)
            .isInstanceOfSatisfying(
                SaDeleted.class,
                it -> {
                  assertThat(it.sa()).isEqualTo(SaKind.CHILD);
                  assertThat(it.reason()).isEqualTo(Reason.SA_EXPIRED_OR_DELETED);
                });
      } else if (failure(text).isPresent()) {
        assertFailure(text, reading, failure(text).get());
      } else if (text.contains("SA_NEGOTIATION_FAILED")) {
        assertThat(event(reading)).as(text).isInstanceOf(NegotiationFailed.class);
      } else {
        assertThat(reading).as(text).isInstanceOf(Reading.Routine.class);
      }
    }
  }

  /**
   * Writes them down, wrapped, too: {@code ./tunnelwatch replay --unknown 20
   * records/target/wrapped-samples.jsonl} shows the same.
   */
  @Test
  void lessThanOneLineInAHundredIsNotUnderstood() throws IOException {
    var records = new ArrayList<>(ikeTexts().stream().map(RealSamplesTest::ike).toList());
    columns("network-watcher-lines.txt").forEach(line -> records.add(ike(line[2])));
    for (var line : columns("p2s-messages.txt")) {
      records.add(wrapped(Category.P2S, "P2SLogEvent", "message", line[2]));
    }
    for (var line : jsonLines("envelope.jsonl")) {
      records.add(line.path("record").toString());
    }
    var target = Files.createDirectories(Path.of("target"));
    Files.write(target.resolve("wrapped-samples.jsonl"), records);

    var unknown =
        records.stream()
            .filter(record -> Classification.of(Fixture.read(record)).standing().isUnknown())
            .toList();
    assertThat(unknown).as("of %s lines", records.size()).hasSizeLessThan(records.size() / 100);
  }

  private static String ike(String text) {
    return wrapped(Category.IKE, "IKELogEvent", "message", text);
  }

  @Test
  void theErrorLinesOfTheSameStackAreUnderstoodToo() throws IOException {
    for (var line : columns("network-watcher-lines.txt")) {
      var reading = Fixture.read(ike(line[2]));
      assertThat(reading).as(line[2]).isInstanceOf(Reading.Event.class);
      failure(line[2]).ifPresent(reason -> assertFailure(line[2], reading, reason));
    }
  }

  @Test
  void everyP2sTextIsASession() throws IOException {
    for (var line : columns("p2s-messages.txt")) {
      var reading = Fixture.read(wrapped(Category.P2S, "P2SLogEvent", "message", line[2]));
      assertThat(event(reading))
          .as(line[2])
          .isInstanceOfSatisfying(
              P2sSession.class, it -> assertThat(it.session()).startsWith("OVPN_"));
      assertThat(event(reading).evidence().text()).doesNotContain("contoso", "10.0.0.1");
    }
  }

  @Test
  void singleValuesOfOtherCategoriesAreUnderstood() throws IOException {
    for (var line : columns("field-values.txt")) {
      var value = line[3];
      switch (line[2]) {
        case "operationStatus_s" ->
            assertThat(
                    event(
                        Fixture.read(
                            wrapped(
                                Category.GATEWAY,
                                "SetGatewayConfiguration",
                                "operationStatus",
                                value))))
                .isInstanceOfSatisfying(
                    ConfigurationSet.class, it -> assertThat(it.succeeded()).isTrue());
        case "status_s" ->
            assertThat(event(Fixture.read(Fixture.tunnel("Tunnel" + value, ""))))
                .isInstanceOfAny(TunnelConnected.class, TunnelDisconnected.class);
        case "configuration_ConnectionTrafficType_s" ->
            assertThat(
                    event(
                        Fixture.read(
                            Fixture.record(
                                Category.GATEWAY,
                                "SetConnectionConfiguration",
                                "{\"configuration\":{\"ConnectionTrafficType\":\"%s\"}}"
                                    .formatted(value)))))
                .isInstanceOf(ConfigurationSet.class);
        default ->
            assertThat(
                    event(
                        Fixture.read(
                            wrapped(Category.GATEWAY, "HostMaintenanceEvent", "message", value))))
                .as(line[2])
                .isInstanceOf(MaintenanceNoted.class);
      }
    }
  }

  @Test
  void recordsOfOtherServicesAreForeign() throws IOException {
    var lines = jsonLines("envelope.jsonl");
    assertThat(lines).hasSizeGreaterThan(50);

    for (var line : lines) {
      var record = line.path("record").toString();
      assertThat(new BodySplitter().split(Fixture.bytes("{\"records\":[" + record + "]}")))
          .as(record)
          .singleElement()
          .isInstanceOf(Element.Foreign.class);
      assertThat(Fixture.read(record)).as(record).isInstanceOf(Reading.Foreign.class);
    }
  }

  @Test
  void realBrokenPayloadsSpoilNoNeighbour() throws IOException {
    var good = Fixture.tunnel("TunnelConnected", "");
    for (var line : columns("envelope-malformed.txt")) {
      var elements =
          new BodySplitter()
              .split(Fixture.bytes("{\"records\":[" + good + "," + line[1] + "," + good + "]}"));

      assertThat(elements).hasSize(3);
      assertThat(elements.get(0)).isInstanceOf(Element.Rec.class);
      assertThat(elements.get(1)).isInstanceOfAny(Element.Broken.class, Element.Foreign.class);
      assertThat(elements.get(2)).isInstanceOf(Element.Rec.class);
    }
  }

  private static void assertFailure(String text, Reading reading, Reason reason) {
    assertThat(event(reading))
        .as(text)
        .isInstanceOfSatisfying(
            NegotiationFailed.class, it -> assertThat(it.reason()).isEqualTo(reason));
  }

  private static Optional<Reason> failure(String text) {
    return FAILURES.entrySet().stream()
        .filter(entry -> text.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static GatewayEvent event(Reading reading) {
    return reading instanceof Reading.Event(var event, _) ? event : fail(reading);
  }

  private static GatewayEvent fail(Reading reading) {
    throw new AssertionError("expected an event, got " + reading);
  }

  private static String wrapped(Category category, String operation, String field, String value) {
    var properties = MAPPER.createObjectNode().put("instance", "GatewayTenantWorker_IN_0");
    return Fixture.record(category, operation, properties.put(field, value).toString());
  }

  private List<String[]> columns(String file) throws IOException {
    try (Stream<String> lines = Files.lines(samples.resolve(file))) {
      return lines
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> line.split("\t", -1))
          .toList();
    }
  }

  private List<JsonNode> jsonLines(String file) throws IOException {
    var nodes = new ArrayList<JsonNode>();
    for (var line : Files.readAllLines(samples.resolve(file))) {
      nodes.add(MAPPER.readTree(line));
    }
    return nodes;
  }
}
