package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is said of a partition that is not read for long, while the others of its slot are. */
final class ObstacleTest {
  private static final String A = Bodies.tunnel(1);
  private static final String B = Bodies.tunnel(2);

  private final SlotWorld world = new SlotWorld();

  /** Somebody else reads with the same consumer group, and has the higher level. */
  @Test
  void aPartitionThatAnotherReaderHoldsIsToldUntilItIsReadAgain() {
    world.publish(A);
    world.settle();
    var thief =
        world.hub.open(SlotWorld.PARTITION, new ReadFrom.After(-1), 1_000, new Intake(1 << 20));
    world.publish(B);
    world.pass(Duration.ofSeconds(30));
    assertThat(world.slot.problem()).isEmpty();

    world.pass(Duration.ofSeconds(60));
    assertThat(world.slot.problem().orElseThrow())
        .startsWith("hub/0 has not been read for ")
        .endsWith(" s: the hub's client failed (a higher owner exists); see what it said");
    assertThat(world.gauge("lag.events")).isEqualTo(1);
    assertThat(world.gauge("lag.seconds")).isGreaterThan(60);

    thief.close();
    world.pass(Duration.ofSeconds(35));
    assertThat(world.records()).containsExactly(A, B);
    assertThat(world.slot.problem()).isEmpty();
  }

  /** Nothing is there to be read, so only the link tells that all is well again. */
  @Test
  void ofAnIdlePartitionTheSameIsTold() {
    world.settle();
    var thief =
        world.hub.open(SlotWorld.PARTITION, new ReadFrom.After(-1), 1_000, new Intake(1 << 20));
    world.pass(Duration.ofMinutes(2));
    assertThat(world.slot.problem()).isPresent();

    thief.close();
    world.pass(Duration.ofSeconds(65));

    assertThat(world.slot.problem()).isEmpty();
  }

  /** No error is met: the link gives nothing, though the hub holds something. */
  @Test
  void aLinkThatStaysSilentIsToldUntilSomethingComes() {
    world.settle();
    world.hub.silence(SlotWorld.PARTITION, true);
    world.publish(A);
    world.pass(Duration.ofSeconds(110));
    assertThat(world.slot.problem()).isEmpty();

    world.pass(Duration.ofSeconds(20));
    for (int minute = 0; minute < 60; minute++) {
      assertThat(world.slot.problem().orElseThrow())
          .startsWith("hub/0 has not been read for ")
          .endsWith(" s: no progress though there is something to read");
      world.pass(Duration.ofMinutes(1));
    }
    assertThat(world.count("rebuilds")).as("with back-off").isBetween(40.0, 45.0);

    world.hub.silence(SlotWorld.PARTITION, false);
    world.pass(Duration.ofSeconds(35));
    assertThat(world.records()).containsExactly(A);
    assertThat(world.slot.problem()).isEmpty();
  }

  /** Whatever comes is read within the back-off, and between times there is nothing. */
  @Test
  void aQuietPartitionWhoseLinkBreaksAgainAndAgainIsReadAllTheSame() {
    for (int round = 0; round < 180; round++) {
      if (round % 15 == 0) {
        world.publish(A);
      }
      world.pass(Duration.ofSeconds(20));
      assertThat(world.slot.problem()).as("after round " + round).isEmpty();
      world.hub.breakLink(SlotWorld.PARTITION);
    }

    assertThat(world.records()).hasSize(12);
    assertThat(world.count("rebuilds")).isGreaterThan(60);
  }

  /** An answer that all was read is about the moment of the question. */
  @Test
  void aHubThatAnswersLateHidesNoSilenceForLonger() {
    world.settle();
    world.hub.answerAfter(SlotWorld.PARTITION, Duration.ofSeconds(20));
    world.pass(Duration.ofSeconds(6)); // it is asked
    world.hub.silence(SlotWorld.PARTITION, true);
    world.publish(A);

    world.pass(Duration.ofSeconds(60));

    assertThat(world.count("rebuilds")).isEqualTo(1);
  }

  @Test
  void anIdleHubThatAnswersLateIsNotRebuilt() {
    world.hub.answerAfter(SlotWorld.PARTITION, Duration.ofSeconds(20));

    world.pass(Duration.ofMinutes(30));

    assertThat(world.count("rebuilds")).isZero();
  }
}
