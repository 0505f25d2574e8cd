package dev.tunnelwatch.ingest;

import java.time.Duration;

/** How long to wait before trying again: 1 s, 2 s, 4 s, at most 30 s. */
record Backoff(int failures) {
  static final Backoff NONE = new Backoff(0);

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final int STEPS = 5;
  private static final Duration MOST = Duration.ofSeconds(30);

  Backoff failed() {
    return new Backoff(Math.min(failures + 1, STEPS + 1));
  }

  /** None before the first failure. */
  Duration delay() {
    if (failures == 0) {
      return Duration.ZERO;
    }
    var delay = FIRST.multipliedBy(1L << (failures - 1));
    return delay.compareTo(MOST) < 0 ? delay : MOST;
  }
}
