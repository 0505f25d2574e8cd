package dev.tunnelwatch.ingest;

import java.time.Instant;

/** Where a partition begins that has no position yet. Never looked at again once it has one. */
public sealed interface StartAt {

  /** At the oldest event that the hub still holds. */
  record Earliest() implements StartAt {}

  /** Behind the newest event at the moment the partition is first taken. */
  record Latest() implements StartAt {}

  /** At the first event enqueued at that time or later. */
  record From(Instant enqueuedAt) implements StartAt {}
}
