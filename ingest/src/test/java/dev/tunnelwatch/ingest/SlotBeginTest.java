package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

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

  private void takeTwo() {
    world.publish(A);
    world.publish(B);
    world.settle();
  }
}
