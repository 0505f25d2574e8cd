package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceCoverage.Gap;
import java.time.Instant;

/**
 * What was met of a partition since the last commit, to be counted with the next.
 *
 * @param missing in those gaps, where it is known how many they were
 * @param oldest when the first of the events taken was enqueued; {@link Instant#MAX} without any
 */
record Uncounted(
    long records, long rejects, long bytes, int gaps, long missing, int restarts, Instant oldest) {
  static final Uncounted NOTHING = new Uncounted(0, 0, 0, 0, 0, 0, Instant.MAX);

  static Uncounted taken(SourceEvent event, BodyRecords became) {
    return new Uncounted(
        became.records(),
        became.rejects().size(),
        event.body().length,
        0,
        0,
        0,
        event.enqueuedAt());
  }

  static Uncounted lost(Gap gap) {
    return new Uncounted(0, 0, 0, 1, gap.last() - gap.first() + 1, 0, Instant.MAX);
  }

  /** A gap, if it is one: how many were wanted of what is lost is not known. */
  static Uncounted perhapsLost() {
    return new Uncounted(0, 0, 0, 1, 0, 0, Instant.MAX);
  }

  static Uncounted restart() {
    return new Uncounted(0, 0, 0, 0, 0, 1, Instant.MAX);
  }

  /** Whether there is an event among it. */
  boolean holdsEvents() {
    return oldest.isBefore(Instant.MAX);
  }

  Uncounted and(Uncounted other) {
    return new Uncounted(
        records + other.records,
        rejects + other.rejects,
        bytes + other.bytes,
        gaps + other.gaps,
        missing + other.missing,
        restarts + other.restarts,
        oldest.isBefore(other.oldest) ? oldest : other.oldest);
  }
}
