package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

/** One record a minute, whoever owns the slot, and nothing of it where the fleet is told of. */
final class CanaryTest {
  private final HandClock clock = new HandClock();
  private final FakeKafka kafka = new FakeKafka();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Environment environment =
      new Environment(
          Tuning.DEFAULT, clock, clock::nanos, new IngestMetrics(registry, clock), Steps.UNWATCHED);
  private Slot slot = owner(1);

  @Test
  void everyMinuteHasOneFromTheStartOn() {
    pass(Duration.ofSeconds(150));

    assertThat(sequences()).containsExactly("0", "1", "2");
    assertThat(enqueuedAt())
        .extracting(at -> Duration.between(HandClock.START, at).toSeconds())
        .containsExactly(0L, 60L, 120L);
    assertThat(canaries())
        .allSatisfy(canary -> assertThat(canary.key()).isEqualTo(Canary.GATEWAY.resourceId()));
  }

  @Test
  void whoTakesTheSlotOverSaysItOnceMoreOnlyInTheNextMinute() {
    pass(Duration.ofSeconds(70));
    slot = owner(2);

    pass(Duration.ofSeconds(40));
    assertThat(sequences()).containsExactly("0", "1");

    pass(Duration.ofSeconds(20));
    assertThat(sequences()).containsExactly("0", "1", "2");
  }

  @Test
  void afterAPauseItGoesOnAtOnceAndWithoutAGap() {
    pass(Duration.ofSeconds(10));
    clock.pass(Duration.ofDays(3));
    slot = owner(2);

    pass(Duration.ofSeconds(10));

    assertThat(sequences()).containsExactly("0", "1");
    assertThat(enqueuedAt().getLast()).isAfter(HandClock.START.plus(Duration.ofDays(3)));
    assertThat(count("gaps")).isZero();
    assertThat(count("restarts")).isZero();
  }

  @Test
  void whatWasAbortedIsSaidAgainWithTheSameNumber() {
    pass(Duration.ofSeconds(59));
    kafka.producer().commitTransactionException = new KafkaException("disk full");
    pass(Duration.ofSeconds(2));
    kafka.producer().commitTransactionException = null;

    pass(Duration.ofSeconds(10));

    assertThat(sequences()).containsExactly("0", "1");
  }

  /** What hangs on a clock that was wrong for a while. */
  @Test
  void aClockThatWasAheadSilencesItForMinutesAtMost() {
    var source = new CanarySource(clock, CanaryRoute.DIRECT);
    var little = new ReadFrom.After(6, clock.instant().plusSeconds(240));
    var far = new ReadFrom.After(6, clock.instant().plus(Duration.ofDays(1)));

    try (var soon = open(source, little);
        var now = open(source, far)) {
      assertThat(soon.poll()).isEmpty();
      assertThat(now.poll()).map(SourceEvent::sequence).contains(7L);
      assertThat(now.poll()).isEmpty();
    }
  }

  @Test
  void itsAgeIsKnownAndWhatIsDueIsLag() {
    assertThat(gauge("canary.age.seconds")).isNaN(); // none is expected
    environment.metrics().expectCanaries(Canary.SOURCE.source());
    clock.pass(Duration.ofMinutes(4));
    assertThat(gauge("canary.age.seconds")).as("another process owns them").isNaN();

    pass(Duration.ofSeconds(30));

    assertThat(gauge("canary.age.seconds")).isBetween(29.0, 30.0);
    assertThat(gauge("lag.events")).isZero();
    var due = new CanarySource(clock, CanaryRoute.DIRECT);
    var state = due.state("0", new ReadFrom.After(3, HandClock.START.minusSeconds(1))).join();
    assertThat(state.last()).isEqualTo(4);
  }

  /** Of three processes two do not own it: what they last saw may be days old, and no stop. */
  @Test
  void whoeverDoesNotOwnItHasNoAgeAndWhoeverTakesItOverOneFromThenOn() {
    environment.metrics().expectCanaries("insights-logs");
    var partition = environment.metrics().of(new SourceId("insights-logs", "0"));
    partition.ours(clock.instant(), clock.instant());
    clock.pass(Duration.ofMinutes(4));
    assertThat(gauge("canary.age.seconds")).as("none came").isEqualTo(240);

    partition.notOurs();
    clock.pass(Duration.ofDays(3));
    assertThat(gauge("canary.age.seconds")).isNaN();

    partition.ours(clock.instant(), clock.instant());
    clock.pass(Duration.ofSeconds(7));
    assertThat(gauge("canary.age.seconds")).isEqualTo(7);
  }

  @Test
  void slotThatIsGivenUpTakesItsAgeAlong() {
    environment.metrics().expectCanaries(Canary.SOURCE.source());
    pass(Duration.ofSeconds(30));
    assertThat(gauge("canary.age.seconds")).isBetween(29.0, 30.0);

    slot.close();

    assertThat(gauge("canary.age.seconds")).isNaN();
  }

  @Test
  void itIsNoRecordOfAGatewayAndNothingThatIsReadHangsOnIt() {
    pass(Duration.ofSeconds(70));

    assertThat(count("records")).isZero();
    assertThat(kafka.committed(Topics.DEFAULT.sources())).isEmpty();
    assertThat(kafka.committed(Topics.DEFAULT.rejects())).isEmpty();
  }

  @Test
  void noHubIsReadUnderItsName() {
    var hub = HubSource.of(new Secret("Endpoint=sb://localhost"), Canary.SOURCE.source());

    assertThatThrownBy(() -> IngestConfig.of(List.of(hub), Map.of(), Topics.DEFAULT, "one"))
        .hasMessage("sources: expected other names than \"canary\", which is ours");
  }

  private static PartitionReader open(Source source, ReadFrom from) {
    return source.open(Canary.SOURCE.partition(), from, 1, new Intake(1 << 20));
  }

  @Test
  void whatClaimsToBeOneAndComesFromElsewhereMakesNoneYounger() {
    environment.metrics().expectCanaries("insights-logs");
    environment
        .metrics()
        .of(new SourceId("insights-logs", "0"))
        .ours(clock.instant(), clock.instant());

    pass(Duration.ofSeconds(70));

    assertThat(gauge("canary.age.seconds")).isEqualTo(70);
  }

  /** Of the 5 min in which a dead-man's switch has to ring, 20 s are for what is on its way. */
  @Test
  void itIsOnItsWayToKafkaForLessThanTenSeconds() {
    assertThat(Tuning.DEFAULT.commitEvery()).isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  private Slot owner(int generation) {
    var source = new CanarySource(clock, CanaryRoute.DIRECT);
    var layout = Layout.UNKNOWN.with(Canary.SOURCE.source(), source.describe().join());
    return new Slot(
        new Seat(Slots.of(Canary.SOURCE), generation, () -> true),
        kafka.slotKafka(),
        Map.of(Canary.SOURCE.source(), new Feed(source, new StartAt.Earliest())),
        () -> layout,
        environment);
  }

  private void pass(Duration time) {
    var round = Duration.ofMillis(50);
    for (var left = time; left.isPositive(); left = left.minus(round)) {
      slot.step();
      clock.pass(round);
    }
  }

  private List<ProducerRecord<String, byte[]>> canaries() {
    return kafka.committed(Topics.DEFAULT.records());
  }

  private List<String> sequences() {
    return canaries().stream()
        .map(canary -> SlotWorld.header(canary, Headers.SEQUENCE).orElseThrow())
        .toList();
  }

  private List<Instant> enqueuedAt() {
    return canaries().stream()
        .map(canary -> Instant.parse(SlotWorld.header(canary, Headers.ENQUEUED_AT).orElseThrow()))
        .toList();
  }

  private double count(String meter) {
    return registry.get("tunnelwatch.ingest." + meter).counter().count();
  }

  private double gauge(String meter) {
    return registry.get("tunnelwatch.ingest." + meter).gauge().value();
  }
}
