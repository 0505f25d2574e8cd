package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.SourceCoverage.Gap;
import dev.tunnelwatch.model.Topics;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** What one owner of a slot does, told in stories of its hub. */
final class SlotTest {
  private static final String A = Bodies.tunnel(1);
  private static final String B = Bodies.tunnel(2);
  private static final String C = Bodies.tunnel(3);

  private final SlotWorld world = new SlotWorld();

  @Test
  void aBodyIsSplitAndEveryRecordKeepsItsBytesAndItsCoordinates() {
    world.publish(A, B);

    world.settle();

    assertThat(world.records()).containsExactly(A, B);
    var second = world.kafka.committed(Topics.DEFAULT.records()).getLast();
    assertThat(second.key()).isEqualTo(Bodies.GW_WEU.toLowerCase(Locale.ROOT));
    assertThat(SlotWorld.header(second, Headers.SOURCE)).contains("hub");
    assertThat(SlotWorld.header(second, Headers.PARTITION)).contains("0");
    assertThat(SlotWorld.header(second, Headers.SEQUENCE)).contains("0");
    assertThat(SlotWorld.header(second, Headers.INDEX)).contains("1");
    assertThat(SlotWorld.header(second, Headers.ENQUEUED_AT)).contains("2026-03-01T10:00:00Z");
    assertThat(world.count("records", "partition", "0")).isEqualTo(2);
  }

  @Test
  void recordsPositionAndCoverageAreCommittedTogether() {
    world.publish(A);

    world.settle();

    var together =
        world.kafka.transactions().stream()
            .filter(t -> t.stream().anyMatch(r -> r.topic().equals(Topics.DEFAULT.records())))
            .toList();
    assertThat(together).singleElement().satisfies(SlotTest::holdsPositionAndCoverage);
    assertThat(world.kafka.read(Slots.of(SlotWorld.SOURCE)).values())
        .singleElement()
        .extracting(Progress::sequence)
        .isEqualTo(0L);
    assertThat(world.coverage().lastSequence()).isZero();
  }

  private static void holdsPositionAndCoverage(List<ProducerRecord<String, byte[]>> transaction) {
    assertThat(transaction)
        .extracting(ProducerRecord::topic)
        .containsExactly("tw.records", "tw.positions", "tw.sources");
    assertThat(transaction.get(1).partition()).isEqualTo(Slots.of(SlotWorld.SOURCE));
    assertThat(transaction.get(2).key()).isEqualTo("hub/0");
  }

  @Test
  void theNextOwnerGoesOnBehindThePosition() {
    world.publish(A);
    world.settle();
    world.succeed(6);
    world.publish(B);

    world.settle();

    assertThat(world.records()).containsExactly(A, B);
  }

  @Test
  void anOwnerThatDiedBeforeItsCommitLeavesNothingBehind() {
    world.settle();
    world.publish(A);
    world.slot.step(); // sent, not committed
    world.succeed(6);

    world.settle();

    assertThat(world.records()).containsExactly(A);
  }

  @Test
  void anEventDeliveredAgainIsSkipped() {
    world.publish(A);
    world.publish(B);
    world.settle();
    world.hub.deliverAgain(SlotWorld.PARTITION, -1);
    world.publish(C);

    world.settle();

    assertThat(world.records()).containsExactly(A, B, C);
    assertThat(world.count("repeats")).isEqualTo(2);
  }

  @Test
  void aJumpIsAGapWithItsExactRange() {
    world.publish(A);
    world.settle();
    world.hub.skip(SlotWorld.PARTITION, 3);
    world.publish(B);

    world.settle();

    assertThat(world.records()).containsExactly(A, B);
    assertThat(world.coverage().gaps())
        .singleElement()
        .extracting(Gap::first, Gap::last)
        .containsExactly(1L, 3L);
    assertThat(world.count("gaps")).isEqualTo(1);
    assertThat(world.count("missing.events")).isEqualTo(3);
  }

  @Test
  void theNextOwnerKnowsTheGaps() {
    world.publish(A);
    world.settle();
    world.hub.skip(SlotWorld.PARTITION, 3);
    world.publish(B);
    world.settle();
    world.succeed(6);
    world.publish(C);

    world.settle();

    assertThat(world.coverage().gaps()).hasSize(1);
  }

  @Test
  void aBrokenRecordGoesToTheRejectsAndItsNeighboursLive() throws Exception {
    world.publish(A, "42", B);

    world.settle();

    assertThat(world.records()).containsExactly(A, B);
    var reject = world.rejects().getFirst();
    assertThat(world.rejects()).hasSize(1);
    assertThat(reject.key()).isEqualTo("hub/0");
    assertThat(SlotWorld.header(reject, Headers.REASON)).contains("not_a_record");
    assertThat(SlotWorld.header(reject, Headers.INDEX)).contains("1");
    var hash = MessageDigest.getInstance("SHA-256").digest(reject.value());
    assertThat(SlotWorld.header(reject, Headers.SHA256)).contains(HexFormat.of().formatHex(hash));
    assertThat(world.count("rejects", "reason", "not_a_record")).isEqualTo(1);
  }

  @Test
  void ofLargeRejectsTheBeginningIsKept() {
    world.hub.publish(SlotWorld.PARTITION, "x".repeat(100_000).getBytes(StandardCharsets.UTF_8));

    world.settle();

    assertThat(world.rejects()).isNotEmpty();
    assertThat(world.rejects())
        .allSatisfy(r -> assertThat(r.value().length).isLessThanOrEqualTo(64 << 10));
  }

  @Test
  void anEmptyBodyIsRejectedAndThePositionMovesOn() {
    world.hub.publish(SlotWorld.PARTITION, new byte[0]);
    world.publish(A);

    world.settle();

    assertThat(world.rejects()).hasSize(1);
    assertThat(world.records()).containsExactly(A);
  }

  @Test
  void whatIsForeignIsCountedAndDropped() {
    world.publish(Bodies.foreign(), A);

    world.settle();

    assertThat(world.records()).containsExactly(A);
    assertThat(world.rejects()).isEmpty();
    assertThat(world.count("foreign")).isEqualTo(1);
  }

  @Test
  void aFencedOwnerGivesUpAndWritesNothingMore() {
    world.publish(A);
    world.settle();
    world.kafka.producer().fenceProducer();
    world.publish(B);

    assertThatThrownBy(world::settle)
        .isInstanceOf(SlotLostException.class)
        .hasMessage("fenced by another owner");
    assertThat(world.records()).containsExactly(A);
  }

  @Test
  void whatWasAbortedIsReadAgainOnce() {
    world.publish(A);
    world.settle();
    world.kafka.producer().commitTransactionException = new KafkaException("disk full");
    world.publish(B);
    world.pass(Duration.ofMillis(500));
    world.kafka.producer().commitTransactionException = null;

    world.settle();

    assertThat(world.records()).containsExactly(A, B);
    assertThat(world.count("records", "partition", "0")).isEqualTo(2);
    assertThat(world.count("aborts")).isEqualTo(1);
  }

  @Test
  void aCommitOfUnknownOutcomeGivesUpTheSlot() {
    world.settle();
    world.kafka.producer().commitTransactionException = new TimeoutException("no answer");
    world.kafka.producer().abortTransactionException = new IllegalStateException("commit first");
    world.publish(A);

    assertThatThrownBy(world::settle)
        .isInstanceOf(SlotLostException.class)
        .hasMessage("the outcome of a transaction is unknown");
  }

  @Test
  void anOwnerThatLearnsOnlyByItsAbortThatItIsFencedSaysSo() {
    world.settle();
    world.kafka.producer().commitTransactionException = new TimeoutException("expired");
    world.kafka.producer().abortTransactionException = new ProducerFencedException("newer");
    world.publish(A);

    assertThatThrownBy(world::settle)
        .isInstanceOf(SlotLostException.class)
        .hasMessage("fenced by another owner");
  }

  @Test
  void theOwnerLevelRisesEvenIfTheGroupForgotItsGenerations() {
    world.settle();
    world.succeed(1);

    world.settle();

    assertThat(world.hub.levels(SlotWorld.PARTITION)).containsExactly(5L, 6L);
  }

  @Test
  void nothingIsReadBeforeTheClaimIsCommitted() {
    world.slot.step();
    world.kafka.producer().commitTransactionException = new KafkaException("disk full");

    world.pass(Duration.ofMillis(500));

    assertThat(world.hub.levels(SlotWorld.PARTITION)).isEmpty();
  }

  @Test
  void anIdlePartitionIsReadUpToNow() {
    world.publish(A);

    world.pass(Duration.ofSeconds(21));

    var behind = Duration.between(world.coverage().readUpTo(), world.clock.instant());
    assertThat(behind).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(7));
  }

  @Test
  void aPartitionThatFellSilentIsRebuiltWithinTheLimit() {
    world.settle();
    world.hub.silence(SlotWorld.PARTITION, true);
    world.publish(A);
    world.pass(Duration.ofSeconds(70));
    assertThat(world.hub.levels(SlotWorld.PARTITION)).hasSize(2);
    world.hub.silence(SlotWorld.PARTITION, false);

    world.settle();

    assertThat(world.records()).containsExactly(A);
    assertThat(world.count("rebuilds")).isEqualTo(1);
  }

  /** The hub detaches a link over which nothing went for half an hour. */
  @Test
  void aPartitionThatWasIdleForFortyMinutesIsReadOn() {
    world.publish(A);
    world.pass(Duration.ofMinutes(30));
    world.hub.breakLink(SlotWorld.PARTITION);
    world.pass(Duration.ofMinutes(10));
    world.publish(B);

    world.settle();

    assertThat(world.records()).containsExactly(A, B);
    assertThat(world.hub.levels(SlotWorld.PARTITION)).hasSize(2);
    assertThat(world.coverage().gaps()).isEmpty();
  }

  @Test
  void aBrokenLinkIsBuiltAnew() {
    world.publish(A);
    world.settle();
    world.hub.breakLink(SlotWorld.PARTITION);
    world.publish(B);

    world.settle();

    assertThat(world.records()).containsExactly(A, B);
    assertThat(world.count("rebuilds")).isEqualTo(1);
  }

  @Test
  void aNewIncarnationIsReadFromItsBeginning() {
    world.publish(A);
    world.publish(B);
    world.settle();
    world.hub.recreate(world.clock.instant());
    world.publish(C);
    world.look();

    world.settle();

    assertThat(world.records()).containsExactly(A, B, C);
    assertThat(world.count("restarts")).isEqualTo(1);
  }

  @Test
  void aStartByTimeLeavesOutWhatIsOlder() {
    var late = new SlotWorld(new StartAt.From(HandClock.START.plusSeconds(10)));
    late.publish(A);
    late.clock.pass(Duration.ofSeconds(10));
    late.publish(B);

    late.settle();

    assertThat(late.records()).containsExactly(B);
    assertThat(late.coverage().gaps()).isEmpty();
  }

  @Test
  void oneTransactionHoldsABoundedNumberOfEvents() {
    for (int i = 0; i < 2 * Tuning.DEFAULT.commitEvents(); i++) {
      world.publish(A);
    }

    world.pass(Duration.ofSeconds(10));

    assertThat(world.records()).hasSize(2 * Tuning.DEFAULT.commitEvents());
    long most =
        world.kafka.transactions().stream()
            .mapToLong(t -> t.stream().filter(r -> r.topic().equals("tw.records")).count())
            .max()
            .orElse(0);
    assertThat(most).isLessThanOrEqualTo(Tuning.DEFAULT.commitEvents());
  }

  @Test
  void aSlotThatIsHeldNoMoreIsNotInitialised() {
    world.publish(A);
    world.takeAway();

    world.settle();

    assertThat(world.kafka.started()).isFalse();
  }
}
