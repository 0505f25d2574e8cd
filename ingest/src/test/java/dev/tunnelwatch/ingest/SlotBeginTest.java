package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.transactions.Hanging;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How an owner of a slot begins: what it believes of the hub, and what it must prove first. */
final class SlotBeginTest {
  private static final String A = Bodies.tunnel(1);
  private static final String B = Bodies.tunnel(2);
  private static final String C = Bodies.tunnel(3);

  private final SlotWorld world = new SlotWorld();

  @Test
  void aStaleAnswerOfTheHubIsNotTakenForAHubThatWentBack() {
    takeTwo();
    world.hub.answerStale(SlotWorld.PARTITION, 3);
    world.succeed(6);
    world.publish(C);

    world.pass(Duration.ofSeconds(6));

    assertThat(world.records()).containsExactly(A, B, C);
    assertThat(world.count("restarts")).isZero();
  }

  @Test
  void aHubThatStaysWithLowerNumbersIsBelieved() {
    takeTwo();
    world.hub.answerStale(SlotWorld.PARTITION, 4);
    world.succeed(6);

    world.pass(Duration.ofSeconds(6));

    assertThat(world.count("restarts")).isEqualTo(1);
    assertThat(world.records()).containsExactly(A, B, A, B);
  }

  @Test
  void aStartByTimeIsNotReadByAnOwnerThatIsFenced() {
    var byTime = new SlotWorld(new StartAt.From(HandClock.START.minusSeconds(60)));
    byTime.publish(A);
    byTime.slot.step(); // initialised, not claimed
    byTime.kafka.producer().fenceProducer();

    assertThatThrownBy(byTime::settle)
        .isInstanceOf(SlotLostException.class)
        .hasMessage("fenced by another owner");
    assertThat(byTime.hub.levels(SlotWorld.PARTITION)).isEmpty();
  }

  @Test
  void aClaimWithoutProgressIsNoPosition() {
    var byTime = new SlotWorld(new StartAt.From(HandClock.START.minusSeconds(60)));
    byTime.publish(A);
    byTime.hub.silence(SlotWorld.PARTITION, true);
    byTime.settle();
    assertThat(byTime.kafka.read(Slots.of(SlotWorld.SOURCE))).isEmpty();
    byTime.hub.silence(SlotWorld.PARTITION, false);
    byTime.succeed(6);

    byTime.settle();

    assertThat(byTime.records()).containsExactly(A);
  }

  @ParameterizedTest
  @MethodSource("ended")
  void whatKafkaLeftOpenAndWasEndedStandsInNobodysWay(Hanging ended) {
    takeTwo();
    world.kafka.hanging.add(ended);
    world.succeed(6);
    world.publish(C);

    world.settle();

    assertThat(world.records()).containsExactly(A, B, C);
    assertThat(world.count("hanging")).isEqualTo(1);
    assertThat(world.slot.problem()).isEmpty();
  }

  private static List<Hanging> ended() {
    return List.of(new Hanging.Whole(List.of()), new Hanging.Decided(List.of(), List.of()));
  }

  /** Its positions cannot be read, so nothing is; the process keeps its other slots. */
  @Test
  void aSlotWhosePositionsAreLeftOpenStandsStillUntilSomebodyEndsIt() {
    takeTwo();
    world.kafka.hanging.add(left("tw.positions", Slots.of(SlotWorld.SOURCE)));
    world.succeed(6);
    world.publish(C);

    world.pass(Duration.ofSeconds(25));
    assertThat(world.records()).containsExactly(A, B);
    assertThat(world.slot.problem().orElseThrow())
        .contains("stands still", "kafka-transactions.sh", "--start-offset 16");

    world.pass(Duration.ofSeconds(10));
    assertThat(world.records()).containsExactly(A, B, C);
    assertThat(world.slot.problem()).isEmpty();
  }

  /** Its next commit there ends it as it was meant. */
  @Test
  void whereOnlyRecordsAreLeftOpenItGoesOn() {
    takeTwo();
    world.kafka.hanging.add(left("tw.records", 6));
    world.succeed(6);
    world.publish(C);

    world.settle();

    assertThat(world.records()).containsExactly(A, B, C);
  }

  /** What it took for committed may never have been: only the positions tell. */
  @Test
  void whatAnAbortTookAlongIsReadAgain() {
    takeTwo();
    world.kafka.producer().commitTransactionException = new KafkaException("no room");
    world.publish(C);
    world.pass(Duration.ofMillis(500));
    world.kafka.transactions().removeLast(); // that of B hung, and ended with the aborted one
    assertThat(world.records()).containsExactly(A);
    world.kafka.producer().commitTransactionException = null;

    world.settle();

    assertThat(world.records()).containsExactly(A, B, C);
    assertThat(world.coverage().gaps()).isEmpty();
  }

  /** A broker is away to which its ends belong: what it wrote is neither there nor not. */
  @Test
  void aSlotWhoseLastTransactionIsStillBeingEndedIsBegunLater() {
    takeTwo();
    world.kafka.hanging.add(new Hanging.Ending());
    world.succeed(6);
    world.publish(C);

    assertThatThrownBy(world::settle)
        .isInstanceOf(SlotLostException.class)
        .hasMessageContaining("has not ended");

    world.succeed(7);
    world.settle();
    assertThat(world.records()).containsExactly(A, B, C);
  }

  private static Hanging.Left left(String topic, int partition) {
    var producer = new ProducerState(10, 6, 0, 0, OptionalInt.of(0), OptionalLong.of(16));
    var open = new Hanging.Open(new TopicPartition(topic, partition), producer);
    return new Hanging.Left(List.of(open), "it may have ended elsewhere");
  }

  private void takeTwo() {
    world.publish(A);
    world.settle();
    world.publish(B);
    world.settle();
  }
}
