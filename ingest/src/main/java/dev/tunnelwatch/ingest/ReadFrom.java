package dev.tunnelwatch.ingest;

import java.time.Instant;

/** Where a reader begins. */
sealed interface ReadFrom {

  /** Behind that sequence number; -1 is the beginning. */
  record After(long sequence) implements ReadFrom {}

  /** At the first event enqueued then or later. */
  record Enqueued(Instant at) implements ReadFrom {}
}
