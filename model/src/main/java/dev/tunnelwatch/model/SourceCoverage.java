package dev.tunnelwatch.model;

import java.time.Instant;
import java.util.List;

/**
 * Which stretch of one partition has been read completely.
 *
 * @param readUpTo everything enqueued until then has been read; a partition read to its last event
 *     counts as read up to now (rule 11)
 * @param lastSequence the last sequence number that the partition is known to hold
 * @param gaps what was lost, oldest first
 */
public record SourceCoverage(
    SourceId source, Instant readUpTo, long lastSequence, Instant incarnation, List<Gap> gaps) {

  public SourceCoverage {
    gaps = List.copyOf(gaps);
  }

  /** Sequence numbers that never came, both ends included. */
  public record Gap(long first, long last, Instant noticedAt) {}
}
