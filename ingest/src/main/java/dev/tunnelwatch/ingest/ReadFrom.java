package dev.tunnelwatch.ingest;

import java.time.Instant;

/** Where a reader begins. */
sealed interface ReadFrom {

  /**
   * Behind an event that was taken.
   *
   * @param sequence of that event; -1 is the beginning
   * @param enqueuedAt of that event; {@link Instant#EPOCH} where that is not known
   */
  record After(long sequence, Instant enqueuedAt) implements ReadFrom {

    After(long sequence) {
      this(sequence, Instant.EPOCH);
    }
  }

  /** At the first event enqueued then or later. */
  record Enqueued(Instant at) implements ReadFrom {}
}
