package dev.tunnelwatch.streams;

import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static dev.tunnelwatch.streams.Lines.GW_WEU;
import static dev.tunnelwatch.streams.Story.TEN;
import static dev.tunnelwatch.streams.Story.TOPICS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tunnelwatch.correlation.FleetResult;
import dev.tunnelwatch.correlation.FleetStage;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.SiteState;
import dev.tunnelwatch.records.GatewayIncidentJson;
import dev.tunnelwatch.records.IncidentJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One incident on which our own code throws may not silence the fleet. */
class FleetFailureTest {

  private static final String OTHER = "fedcba9876543210";
  private static final Redundancy LAST_LOST =
      new Redundancy(
          new GatewayId(GW_WEU), "zz", 1, 0, SiteState.LOST, Optional.of(TEN), Optional.empty());

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock(TEN.plusSeconds(200));
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Coverage coverage = new Coverage(clock);
  private final Surroundings surroundings =
      new Surroundings(
          clock,
          coverage,
          (_, _) -> OptionalLong.of(0),
          new CorrelatorMetrics(meters, clock, () -> true));
  private Supplier<FleetResult> failure =
      () -> {
        throw new IllegalStateException("the story's failure");
      };
  private boolean fails = true;
  private Restartable fleet = new Restartable(Path.of("unused"), clock);

  @BeforeEach
  void begin() {
    Sources.ahead(coverage);
    fleet = start(new Restartable(directory, clock));
  }

  private Restartable start(Restartable next) {
    return next.start(
        new FleetProcessor(
            TOPICS,
            surroundings,
            (incidents, inventory, asOf) -> {
              if (fails) {
                return failure.get();
              }
              return FleetStage.incidents(incidents, inventory, asOf);
            }),
        FleetState.stores(),
        TOPICS.gatewayIncidents());
  }

  @Test
  void gatewayIncidentsGoOutUnfoldedWhereTheFleetCannotBeConcluded() {
    take(parisUnreachable());
    take(renamed(parisUnreachable(), OTHER));

    var sent = conclude();

    assertThat(sent).extracting(Record::key).containsExactly(parisUnreachable().id(), OTHER);
    assertThat(sent)
        .allSatisfy(
            record -> {
              assertThat(incident(record).revision()).isEqualTo(1);
              assertThat(RecordHeaders.text(record.headers(), Headers.PAGE_DUE)).isPresent();
            });
    assertThat(failed()).isEqualTo(1);
  }

  /** Each start would find what leads so deep in its store again, and end again. */
  @Test
  void whatLeadsTooDeepSilencesNobodyEither() {
    failure =
        () -> {
          throw new StackOverflowError("the story's failure");
        };
    take(parisUnreachable());
    take(renamed(parisUnreachable(), OTHER));

    assertThat(conclude()).extracting(Record::key).containsExactly(parisUnreachable().id(), OTHER);
    assertThat(failed()).isEqualTo(1);
  }

  @Test
  void nothingIsClosedBecauseWeFailedAndTheFoldIsTriedAgain() {
    fails = false;
    take(parisUnreachable());
    assertThat(conclude()).hasSize(1);
    fails = true;
    take(recovered(parisUnreachable(), clock.instant()));

    assertThat(conclude())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(incident(record).revision()).isEqualTo(2);
              assertThat(incident(record).state()).isEqualTo(IncidentState.RECOVERED);
            });
    clock.advance(FleetConclusion.RETRY.minusSeconds(1));
    fleet.tick();
    assertThat(failed()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    fleet.tick();
    assertThat(failed()).isEqualTo(2);
    assertThat(fleet.forwarded()).isEmpty();
  }

  @Test
  void anIncidentThatCannotBePublishedIsLeftOutAlone() {
    fails = false;
    take(parisUnreachable());
    take(renamed(at(parisUnreachable(), Instant.MAX), OTHER)); // no page can be due after that

    assertThat(conclude()).extracting(Record::key).containsExactly(parisUnreachable().id());
    assertThat(failed()).isEqualTo(1);
  }

  @Test
  void bothFailuresTogetherStopNoOtherIncident() {
    take(parisUnreachable());
    take(renamed(at(parisUnreachable(), Instant.MAX), OTHER));

    assertThat(conclude()).extracting(Record::key).containsExactly(parisUnreachable().id());
    assertThat(failed()).isEqualTo(2);
  }

  /** As after a return from a later version, which told of a cause that this one does not know. */
  @Test
  void anIncidentThatIsNotUnderstoodStopsNoOtherAndGoesOnAboveItsRevision() {
    fails = false;
    take(parisUnreachable());
    assertThat(conclude()).hasSize(1);
    var stored = fleet.stored();
    var form =
        new String(
            requireNonNull(stored.get(FleetState.PUBLISHED)).getFirst().value,
            StandardCharsets.UTF_8);
    var later =
        form.replace("\"revision\":1", "\"revision\":7").replace("e\":\"peer_", "e\":\"new_");
    assertThat(later).contains("\"revision\":7").contains("\"cause\":\"new_unreachable\"");
    stored.put(
        FleetState.PUBLISHED,
        List.of(
            published(parisUnreachable().id(), later), // and one of which nothing can be told
            published("0000000000000000", "nothing of ours")));

    fleet = start(fleet.after(stored));
    take(renamed(parisUnreachable(), OTHER));
    take(recovered(parisUnreachable(), clock.instant()));

    assertThat(conclude())
        .extracting(FleetFailureTest::incident)
        .extracting(Incident::id, Incident::revision)
        .containsExactlyInAnyOrder(tuple(parisUnreachable().id(), 8), tuple(OTHER, 1));
    assertThat(fleet.stored().get(FleetState.PUBLISHED))
        .extracting(entry -> entry.key)
        .contains("0000000000000000"); // a later version may understand it
  }

  private static KeyValue<String, byte[]> published(String id, String form) {
    return KeyValue.pair(id, form.getBytes(StandardCharsets.UTF_8));
  }

  /** As of many gateways together, each of which told what fits. */
  @Test
  void whatNoRecordHoldsIsToldOnceWithShorterListsAlsoInTheNextLife() {
    fails = false;
    take(withLongNames(parisUnreachable()));
    take(renamed(parisUnreachable(), OTHER));

    var sent = conclude();

    assertThat(sent).extracting(Record::key).containsExactly(parisUnreachable().id(), OTHER);
    var told = incident(sent.getFirst());
    assertThat(sent.getFirst().value()).hasSizeLessThan(EntrySize.MOST);
    assertThat(told.redundancy()).hasSize(Incident.MAX_LIST / 4).contains(LAST_LOST);
    assertThat(told.flags()).contains(Flag.TRUNCATED);
    assertThat(told.wording()).isEqualTo(parisUnreachable().wording());
    fleet = start(fleet.restart());
    assertThat(conclude()).isEmpty();
    take(recovered(withLongNames(parisUnreachable()), clock.instant()));
    assertThat(conclude())
        .singleElement()
        .satisfies(record -> assertThat(incident(record).revision()).isEqualTo(2));
    assertThat(failed()).isZero();
  }

  private static Incident withLongNames(Incident old) {
    var rows = new ArrayList<Redundancy>();
    for (int i = 1; i < Incident.MAX_LIST; i++) {
      var site = "s%03d".formatted(i) + "x".repeat(5_000);
      rows.add(
          new Redundancy(
              LAST_LOST.gateway(),
              site,
              2,
              1,
              SiteState.DEGRADED,
              Optional.empty(),
              Optional.empty()));
    }
    rows.add(LAST_LOST);
    return copy(old, old.id(), old.span(), rows);
  }

  @Test
  void whatKafkaThrowsIsNotCaught() {
    var thrown = new KafkaException("the story's failure");
    failure =
        () -> {
          throw thrown;
        };
    take(parisUnreachable());

    assertThatThrownBy(this::conclude).isSameAs(thrown);
    assertThat(failed()).isZero();
  }

  private List<Record<String, byte[]>> conclude() {
    clock.advance(Duration.ofSeconds(2)); // gathering and spacing are over
    fleet.tick();
    return fleet.forwarded();
  }

  private void take(Incident incident) {
    var member = new GatewayIncident(new GatewayId(GW_WEU), incident, List.of());
    fleet.process(
        new Record<>(
            GW_WEU + '|' + incident.id(), GatewayIncidentJson.write(member), clock.millis()));
  }

  private double failed() {
    return meters.get("tunnelwatch.fleet.failed").counter().count();
  }

  private static Incident incident(Record<String, byte[]> record) {
    return IncidentJson.read(new String(record.value(), StandardCharsets.UTF_8));
  }

  private static Incident renamed(Incident old, String id) {
    return copy(old, id, old.span(), List.of());
  }

  private static Incident at(Incident old, Instant start) {
    return copy(old, old.id(), new Incident.Span(start, Optional.empty()), List.of());
  }

  private static Incident copy(Incident old, String id, Incident.Span span, List<Redundancy> rows) {
    return new Incident(
        id,
        0,
        old.state(),
        old.judgement(),
        old.wording(),
        span,
        old.scope(),
        rows,
        old.conditions(),
        old.proof(),
        old.lineage(),
        old.inventory(),
        old.flags());
  }
}
