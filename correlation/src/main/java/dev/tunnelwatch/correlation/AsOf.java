package dev.tunnelwatch.correlation;

import java.time.Instant;
import java.util.Optional;

/**
 * "It is now at least this late" (rule 1). Whoever asks whether an instant has passed asks here, so
 * that the earliest one that has not is known: nothing changes by time alone before it.
 */
final class AsOf {
  private final Instant now;
  private Optional<Instant> next = Optional.empty();

  AsOf(Instant now) {
    this.now = now;
  }

  boolean reached(Instant at) {
    if (!now.isBefore(at)) {
      return true;
    }
    if (next.isEmpty() || at.isBefore(next.get())) {
      next = Optional.of(at);
    }
    return false;
  }

  /** The earliest instant that was asked for in vain. */
  Optional<Instant> next() {
    return next;
  }
}
