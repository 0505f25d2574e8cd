package dev.tunnelwatch.ingest;

import java.time.Instant;

/**
 * What a partition holds.
 *
 * @param first the oldest sequence number it still holds, when not empty
 * @param last the newest it ever gave; -1 when it never gave one
 */
public record PartitionState(long first, long last, Instant lastEnqueuedAt, boolean empty) {

  /** The sequence number before the oldest event that can still be read. */
  long beforeFirst() {
    return empty ? last : first - 1;
  }
}
