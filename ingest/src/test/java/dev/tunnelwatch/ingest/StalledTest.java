package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** For how long a partition has moved nothing, whatever stops it, and when it is not to blame. */
final class StalledTest {
  private static final String A = Bodies.tunnel(1);

  /** An answer of the hub is up to 5 s old, and its clock may be 1 s behind. */
  private static final double FINE = 7;

  private final SlotWorld world = new SlotWorld();

  @Test
  void idlePartitionIsNeverStalled() {
    world.publish(A);
    for (int minute = 0; minute < 45; minute++) {
      world.pass(Duration.ofMinutes(1));

      assertThat(stalled()).isLessThan(FINE);
    }
  }

  @Test
  void silentPartitionIsStalledThoughItsReaderIsReplacedAndNoLongerOnceItMoves() {
    world.settle();
    world.hub.silence(SlotWorld.PARTITION, true);
    world.publish(A);

    world.pass(Duration.ofMinutes(4));

    assertThat(world.count("rebuilds")).isGreaterThanOrEqualTo(3);
    assertThat(stalled()).isBetween(240.0, 240 + FINE);

    world.hub.silence(SlotWorld.PARTITION, false);
    world.pass(Duration.ofSeconds(35)); // a reader more, behind its back-off

    assertThat(world.records()).containsExactly(A);
    assertThat(stalled()).isLessThan(FINE);
  }

  /** Nobody comes by to tell of it: what hangs is the thread that would. */
  @Test
  void partitionIsStalledWhileTheThreadOfItsSlotHangs() {
    world.publish(A);
    world.settle();

    world.clock.pass(Duration.ofMinutes(4));

    assertThat(stalled()).isBetween(240.0, 240 + FINE);
  }

  /** Each attempt takes the event from the hub, and none brings it to Kafka. */
  @Test
  void partitionIsStalledWhereKafkaTakesNoneOfItsTransactions() {
    world.settle();
    world.kafka.refusesRecords = true;
    world.publish(A);
    for (int second = 1; second <= 240; second++) {
      world.pass(Duration.ofSeconds(1));
      double stalled = stalled();

      if (!Double.isNaN(stalled)) { // the slot is begun anew in a moment
        assertThat(stalled).isBetween((double) second, second + FINE);
      }
    }

    assertThat(world.count("aborts")).isGreaterThan(5);
    world.kafka.refusesRecords = false;
    world.pass(Duration.ofSeconds(35)); // begun once more, behind its back-off
    assertThat(world.records()).containsExactly(A);
    assertThat(stalled()).isLessThan(FINE);
  }

  @Test
  void whoeverTakesItOverGoesOnCountingUntilItMoves() {
    world.publish(A);
    world.settle();
    world.hub.silence(SlotWorld.PARTITION, true);
    world.publish(A);
    world.pass(Duration.ofSeconds(100));
    world.succeed(6);
    world.pass(Duration.ofSeconds(2));
    assertThat(stalled()).isBetween(100.0, 102 + FINE);

    world.hub.silence(SlotWorld.PARTITION, false);
    world.settle();
    assertThat(stalled()).isLessThan(FINE);

    world.slot.close();
    assertThat(stalled()).isNaN();
  }

  @Test
  void whatCatchesUpAfterAnOutageMoves() {
    world.publish(A);
    world.settle();
    for (int event = 0; event < 2_000; event++) {
      world.publish(A);
    }
    world.clock.pass(Duration.ofHours(2));
    world.succeed(6);

    world.pass(Duration.ofSeconds(1));

    assertThat(world.gauge("lag.events")).isPositive();
    assertThat(world.gauge("lag.seconds")).isGreaterThan(3_600);
    assertThat(stalled()).isLessThan(FINE);
  }

  private double stalled() {
    return world.gauge("stalled.seconds");
  }
}
