package dev.tunnelwatch.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PartitionTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int ROUNDS = 2_000;

  private final Partition partition =
      new Partition(new PartitionLog(Retention.DEFAULT, NOON), Map.of());
  private final AtomicLong seen = new AtomicLong(-1);
  private final Thread reader = Thread.ofPlatform().name("reader").start(this::read);

  @AfterEach
  void stop() throws InterruptedException {
    reader.interrupt();
    reader.join();
  }

  /** A reader that is always about to look: what is published into the silence stays there. */
  @Test
  @Timeout(30)
  void whoeverIsLookingAtTheMomentOfTheFreezeReadsNothingThatComesAfterIt() {
    for (int round = 0; round < ROUNDS; round++) {
      long before = publish();
      awaitSeen(before);
      partition.freeze(true);
      long silent = publish();
      for (int look = 0; look < 100; look++) {
        assertThat(seen.get()).as("round %d", round).isEqualTo(before);
      }
      partition.freeze(false);
      awaitSeen(silent);
    }
  }

  private long publish() {
    return partition.log().append(EventContent.ofBody(new byte[1]), NOON).sequence();
  }

  private void awaitSeen(long sequence) {
    while (seen.get() != sequence) { // the test's time-out bounds it
      Thread.onSpinWait();
    }
  }

  private void read() {
    while (!Thread.currentThread().isInterrupted()) {
      partition.read(seen.get() + 1, 1, NOON).forEach(event -> seen.set(event.sequence()));
    }
  }
}
