package dev.tunnelwatch.ingest;

import java.time.Instant;

/** Where a source begins of which nothing was read yet. Never looked at again once it was. */
public sealed interface StartAt {

  /** At the oldest event that the hub still holds. */
  record Earliest() implements StartAt {}

  /** Behind the newest events at the moment the source is first read. */
  record Latest() implements StartAt {}

  /** At the first event enqueued at that time or later. */
  record From(Instant enqueuedAt) implements StartAt {}
}
