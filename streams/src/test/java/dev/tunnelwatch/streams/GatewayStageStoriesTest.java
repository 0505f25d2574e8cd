package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Lines.GW_JPE;
import static dev.tunnelwatch.streams.Lines.GW_WEU;
import static dev.tunnelwatch.streams.Lines.PARIS;
import static dev.tunnelwatch.streams.Lines.TOKYO;
import static dev.tunnelwatch.streams.Story.TEN;
import static dev.tunnelwatch.streams.Story.TOPICS;
import static dev.tunnelwatch.streams.Story.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.records.EventJson;
import dev.tunnelwatch.records.GatewayIncidentJson;
import dev.tunnelwatch.records.TopologyJson;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayStageStoriesTest {

  private static final Duration SETTLED = Duration.ofMinutes(5);

  @TempDir Path directory;
  private Story story;

  @BeforeEach
  void begin() {
    story = new Story(directory);
  }

  @AfterEach
  void end() {
    story.close();
  }

  @Test
  void whatIsNotRoutineGoesToEventsUnderItsGateway() {
    story
        .line(GW_WEU, Lines.disconnected(GW_WEU, "IN_0", PARIS, TEN, "DPD timed out"))
        .line(GW_WEU, Lines.dpdAnswered(GW_WEU, "IN_0", PARIS, TEN.plusSeconds(60)));

    assertThat(story.output(TOPICS.events()))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.key()).isEqualTo(GW_WEU);
              var event = EventJson.read(record.value());
              assertThat(event.evidence().source()).isEqualTo("hub/3/0#0");
              assertThat(event.evidence().enqueuedAt()).contains(TEN);
            });
    assertThat(story.count("tunnelwatch.streams.records", "outcome", "routine")).isEqualTo(1);
    assertThat(story.count("tunnelwatch.streams.events", "category", Category.TUNNEL.azureName()))
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "\u0000\u0001\u0002",
        "[[[[[[[[[[",
        "null",
        "{\"time\":9e999,\"resourceId\":[],\"category\":\"TunnelDiagnosticLog\",\"properties\":\"{\"}"
      })
  void aPoisonRecordGoesToRejectsAndItsNeighboursLive(String poison) {
    story
        .line(GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, TEN))
        .line(GW_WEU, Lines.text(poison))
        .line(GW_WEU, Lines.connected(GW_WEU, "IN_0", TOKYO, TEN));

    assertThat(story.output(TOPICS.events())).hasSize(2);
    assertThat(story.output(TOPICS.rejects()))
        .singleElement()
        .satisfies(
            reject -> {
              assertThat(reject.key()).isEqualTo("hub/3");
              assertThat(reject.value()).isEqualTo(Lines.text(poison));
              assertThat(header(reject, Headers.SEQUENCE)).isEqualTo("1");
              assertThat(header(reject, Headers.INDEX)).isEqualTo("0");
              assertThat(header(reject, Headers.ENQUEUED_AT)).isEqualTo(TEN.toString());
              assertThat(header(reject, Headers.SHA256)).hasSize(64);
              var reason = header(reject, Headers.REASON);
              assertThat(story.count("tunnelwatch.streams.rejects", "reason", reason))
                  .as(reason)
                  .isEqualTo(1);
            });
  }

  @Test
  void aRejectIsCutAt64KiBAndItsDigestIsOfTheWhole() {
    var large = Lines.text("x".repeat(100_000));

    story.line(GW_WEU, large);

    assertThat(story.output(TOPICS.rejects()))
        .singleElement()
        .satisfies(
            reject -> {
              assertThat(reject.value()).hasSize(Outlets.REJECT_BYTES);
              assertThat(header(reject, Headers.SHA256))
                  .isEqualTo("d69e68988157833272305aaf21f453c800346e8a3640db6578e260215542e5d4");
            });
  }

  @Test
  void aRecordWithNeitherKeyNorHeadersNorValueStopsNothing() {
    story
        .raw(null, null, new RecordHeaders())
        .raw(null, Lines.connected(GW_WEU, "IN_0", PARIS, TEN), new RecordHeaders())
        .wait(Duration.ofSeconds(1));

    assertThat(story.output(TOPICS.rejects())).hasSize(1);
    assertThat(story.output(TOPICS.events()))
        .singleElement()
        .satisfies(
            record ->
                assertThat(EventJson.read(record.value()).evidence().source())
                    .startsWith("tw.records/0/1"));
  }

  @Test
  void gatewayIncidentsStandUnderGatewayAndIncidentWithTheDelay() {
    loseParis();

    story.wait(SETTLED);

    assertThat(story.output(TOPICS.gatewayIncidents()))
        .isNotEmpty()
        .allSatisfy(
            record -> {
              var incident = GatewayIncidentJson.read(record.value());
              assertThat(record.key()).isEqualTo(GW_WEU + '|' + incident.incident().id());
              assertThat(header(record, "delay")).isEqualTo("PT1M30S");
            });
  }

  @Test
  void evidenceThatTakesAnIncidentBackLeavesATombstone() {
    loseParis();
    story.wait(Duration.ofMinutes(1));
    var first = story.output(TOPICS.gatewayIncidents()).getLast();

    // Three seconds before the known loss there was another: another id (rule 39).
    story
        .line(
            GW_WEU, Lines.disconnected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(8), "DPD timed out"))
        .wait(Duration.ofMinutes(1));

    var after = story.output(TOPICS.gatewayIncidents());
    assertThat(after)
        .anySatisfy(
            record -> {
              assertThat(record.key()).isEqualTo(first.key());
              assertThat(record.value()).isNull();
            });
    assertThat(after).anySatisfy(record -> assertThat(record.value()).isNotNull());
  }

  @Test
  void nothingNewIsPassedOnTwice() {
    loseParis();
    story.wait(SETTLED);
    assertThat(story.output(TOPICS.gatewayIncidents())).isNotEmpty();

    loseParis();
    story.wait(SETTLED);

    assertThat(story.output(TOPICS.gatewayIncidents())).isEmpty();
  }

  @Test
  void aRecordOfYear9999ChangesNothing() {
    loseParis();
    story
        .line(GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, Instant.parse("9999-12-31T23:59:59Z")))
        .line(
            GW_JPE,
            Lines.disconnected(
                GW_JPE, "IN_0", TOKYO, Instant.parse("9999-12-31T23:59:59Z"), "DPD timed out"))
        .wait(SETTLED);

    var records = story.output(TOPICS.gatewayIncidents());
    assertThat(records).allSatisfy(record -> assertThat(record.key()).startsWith(GW_WEU));
    var last = GatewayIncidentJson.read(records.getLast().value()).incident();
    assertThat(last.span().startedAt()).isEqualTo(TEN.minusSeconds(5));
    assertThat(last.span().endedAt()).isEmpty();
  }

  @Test
  void anInventoryThatComesLaterIsAppliedWithoutAnyRecord() {
    loseParis();
    story.wait(Duration.ofMinutes(1));
    story.output(TOPICS.gatewayIncidents());

    story.inventory(GW_WEU, TopologyJson.write(paris()), "abc123").wait(Duration.ofSeconds(1));

    var incident =
        GatewayIncidentJson.read(story.output(TOPICS.gatewayIncidents()).getLast().value())
            .incident();
    assertThat(incident.inventory()).contains("abc123");
    assertThat(incident.scope().sites()).containsExactly("paris");
  }

  @Test
  void anInventoryOfNoKnownFormIsLeftOut() {
    loseParis();

    story.inventory(GW_WEU, Lines.text("{"), "abc123").wait(SETTLED);

    assertThat(story.output(TOPICS.gatewayIncidents())).isNotEmpty();
  }

  /** Kafka may have taken it compressed; to hand it on as it is would end the process. */
  @Test
  void anInventoryThatCannotBeHandedOnIsLeftOut() {
    loseParis();
    var large = Arrays.copyOf(TopologyJson.write(paris()), 1_000_000);
    Arrays.fill(large, TopologyJson.write(paris()).length, large.length, (byte) ' ');

    story.inventory(GW_WEU, large, "abc123").wait(SETTLED);

    assertThat(story.output("inventory-of-the-fleet-repartition")).isEmpty();
    var incident =
        GatewayIncidentJson.read(story.output(TOPICS.gatewayIncidents()).getLast().value());
    assertThat(incident.incident().inventory()).isEmpty();
  }

  private void loseParis() {
    story
        .readUpTo("hub/3", TEN)
        .line(GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(3_600)))
        .line(
            GW_WEU,
            Lines.disconnected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(5), "DPD timed out"));
  }

  private static GatewayTopology paris() {
    return new GatewayTopology(
        new GatewayId(GW_WEU),
        false,
        false,
        "westeurope",
        "VpnGw2AZ",
        List.of(
            new Connection(
                "cn-paris",
                "paris",
                new Connection.FarEnd.Device(),
                List.of(new IpAddress(PARIS)),
                Optional.empty(),
                List.of(Prefix.parse("10.52.0.0/16")),
                Connection.Timers.DEFAULT)));
  }
}
