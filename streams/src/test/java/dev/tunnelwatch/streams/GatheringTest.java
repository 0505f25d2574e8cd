package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Lines.GW_JPE;
import static dev.tunnelwatch.streams.Lines.GW_WEU;
import static dev.tunnelwatch.streams.Lines.PARIS;
import static dev.tunnelwatch.streams.Story.TEN;
import static dev.tunnelwatch.streams.Story.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.correlation.Publication;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.RecordReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 39: what is said of one fault in one breath gets one id, and no id that is merged next. */
class GatheringTest {

  private static final Duration ALMOST = FleetProcessor.GATHERING.minusMillis(1);

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock(TEN);
  private final Coverage coverage = new Coverage(clock);
  private final Surroundings surroundings =
      new Surroundings(
          clock,
          coverage,
          (_, _) -> OptionalLong.of(0),
          new CorrelatorMetrics(new SimpleMeterRegistry(), clock, () -> true));
  private List<Record<String, byte[]>> reports = List.of();
  private Restartable fleet = new Restartable(Path.of("unused"), clock);

  /** Both gateways lose paris; the second report is of the earlier loss. */
  @BeforeEach
  void begin() {
    Sources.ahead(coverage);
    var gateways =
        new Restartable(directory.resolve("gateways"), clock)
            .start(
                new GatewayProcessor(
                    TOPICS, new RecordReader(Pseudonyms.redacted())::read, surroundings),
                GatewayState.stores(),
                TOPICS.records());
    var weu = TEN.minusSeconds(5);
    var jpe = TEN.minusSeconds(7);
    for (var line :
        List.of(
            Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(3_600)),
            Lines.connected(GW_JPE, "IN_0", PARIS, TEN.minusSeconds(3_600)),
            Lines.disconnected(GW_WEU, "IN_0", PARIS, weu, "DPD timed out"),
            Lines.disconnected(GW_JPE, "IN_0", PARIS, jpe, "DPD timed out"))) {
      var record = new Record<>(GW_WEU, line, clock.millis());
      RecordHeaders.put(record.headers(), Headers.ENQUEUED_AT, TEN.toString());
      gateways.process(record);
    }
    gateways.tick();
    reports = gateways.forwardedTo(Outlets.GATEWAY_INCIDENTS);
    assertThat(reports).extracting(Record::value).hasSize(2).doesNotContainNull();
    fleet =
        new Restartable(directory.resolve("fleet"), clock)
            .start(
                new FleetProcessor(TOPICS, surroundings),
                FleetState.stores(),
                TOPICS.gatewayIncidents());
    fleet.tick();
  }

  @Test
  void whatTwoGatewaysSayOfOneFaultIsConcludedTogether() {
    fleet.process(reports.getFirst());
    fleet.tick();
    clock.advance(ALMOST);
    fleet.tick();
    assertThat(fleet.forwarded()).isEmpty();

    fleet.process(reports.getLast());
    clock.advance(Duration.ofMillis(1));
    fleet.tick();

    assertThat(published())
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.revision()).isEqualTo(1);
              assertThat(incident.scope().gateways()).hasSize(2);
              assertThat(incident.lineage()).isEqualTo(Incident.Lineage.NONE);
            });
  }

  @Test
  void aGatewayThatSpeaksLaterBringsAnIdThatReplacesTheFirst() {
    fleet.process(reports.getFirst());
    clock.advance(FleetProcessor.GATHERING);
    fleet.tick();
    var first = published();
    assertThat(first).hasSize(1);

    fleet.process(reports.getLast());
    clock.advance(Publication.SPACING);
    fleet.tick();

    assertThat(published())
        .filteredOn(incident -> incident.lineage().mergedInto().isEmpty())
        .singleElement()
        .satisfies(
            heir -> assertThat(heir.lineage().replaces()).containsExactly(first.getFirst().id()));
  }

  @Test
  void inputThatGoesOnAndOnHoldsNothingUp() {
    fleet.process(reports.getFirst());
    clock.advance(ALMOST);
    fleet.process(reports.getLast());
    clock.advance(Duration.ofMillis(1));
    fleet.tick();

    assertThat(fleet.forwarded()).isNotEmpty();
  }

  private List<Incident> published() {
    return fleet.forwarded().stream()
        .map(record -> IncidentJson.read(new String(record.value(), StandardCharsets.UTF_8)))
        .toList();
  }
}
