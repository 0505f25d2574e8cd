package dev.tunnelwatch.ingest;

import java.time.Duration;
import java.util.Optional;

/**
 * What keeps a partition from being read, and since when.
 *
 * @param since as {@code System.nanoTime}
 */
record Obstacle(String why, long since) {
  /** A link that is not refused within so long is one; an answer of the hub may be faster. */
  static final Duration REFUSAL = Duration.ofSeconds(3);

  /** A link that bears for so long without an error is one that lasts. */
  static final Duration BEARS = Duration.ofSeconds(30);

  /** The latest reason counts, and the first time. */
  static Obstacle met(String why, long nanos, Optional<Obstacle> before) {
    return new Obstacle(why, before.map(Obstacle::since).orElse(nanos));
  }

  /** What to say of it; empty while it is not known to last. */
  Optional<String> lasting(HubPartition where, long nanos, Duration after) {
    var lasts = Duration.ofNanos(nanos - since);
    return lasts.compareTo(after) <= 0
        ? Optional.empty()
        : Optional.of(where.id() + " has not been read for " + lasts.toSeconds() + " s: " + why);
  }
}
