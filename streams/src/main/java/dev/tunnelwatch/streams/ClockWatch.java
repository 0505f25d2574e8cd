package dev.tunnelwatch.streams;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees that the clock was set. Kafka's threads and clients compare times of it: ahead costs them a
 * session at most, but set back by an hour they tick, commit and keep their place in the group
 * again an hour later. The next start has no time to compare with and goes on at once. What sets
 * the clock in small steps is not seen, and costs as little.
 */
final class ClockWatch {

  /** More than that between two looks; a smaller step back is waited for. */
  static final Duration JUMP = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);

  private final LongSupplier millis;
  private final LongSupplier nanos;
  private long lastMillis;
  private long lastNanos;

  /**
   * @param millis since 1970, by the clock that may be set
   * @param nanos by one that cannot be
   */
  ClockWatch(LongSupplier millis, LongSupplier nanos) {
    this.millis = millis;
    this.nanos = nanos;
    lastMillis = millis.getAsLong();
    lastNanos = nanos.getAsLong();
  }

  /** Why this process cannot go on, when the clock was set back since the last look. */
  Optional<String> look() {
    long nowMillis = millis.getAsLong();
    long nowNanos = nanos.getAsLong();
    var set = Duration.ofMillis(nowMillis - lastMillis).minusNanos(nowNanos - lastNanos);
    lastMillis = nowMillis;
    lastNanos = nowNanos;
    if (set.abs().compareTo(JUMP) <= 0) {
      return Optional.empty();
    }
    LOG.warn("the clock was set by {} s", set.toSeconds()); // ahead also where the machine slept
    return Optional.of(set)
        .filter(Duration::isNegative)
        .map(
            back ->
                "the clock was set back by %d s, and the threads would wait for as long"
                    .formatted(back.negated().toSeconds()));
  }
}
