package dev.tunnelwatch.streams;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Has a task take records for as long as it concluded, where there is always more of both. Kafka
 * Streams does not: the longer ticks take the fewer records it hands over between them, one at
 * last, and a storm would never end.
 */
final class Alternation {

  /** Records that are said to wait may not come: after so long it is time to conclude again. */
  private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

  private final LongSupplier nanos;
  private long owed;
  private long since;

  Alternation(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void take(Runnable record) {
    long start = nanos.getAsLong();
    record.run();
    owed -= nanos.getAsLong() - start;
  }

  void conclude(Runnable turn) {
    long start = nanos.getAsLong();
    turn.run();
    since = nanos.getAsLong();
    owed = since - start;
  }

  /**
   * Whether it is time to conclude.
   *
   * @param more whether records wait
   */
  boolean isTimeToConclude(boolean more) {
    return !more || owed <= 0 || nanos.getAsLong() - since >= PATIENCE;
  }
}
