package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceCoverage.Gap;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.SourcePosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How far a partition has come: all that its next owner must know, committed as one record.
 *
 * @param ownerLevel of the reader that got it so far; the next one must have a higher one
 * @param beginning of its source
 */
record Progress(
    SourcePosition position, SourceCoverage coverage, long ownerLevel, Beginning beginning) {
  /** The newest gaps are kept; a partition with more has other problems. */
  static final int MAX_GAPS = 100;

  /** A partition of which nothing was taken yet, to be read behind the given sequence number. */
  static Progress behind(HubPartition partition, long sequence, long ownerLevel) {
    var id = partition.id();
    return new Progress(
        new SourcePosition(id, sequence, Instant.EPOCH, partition.incarnation()),
        new SourceCoverage(id, Instant.EPOCH, sequence, partition.incarnation(), List.of()),
        ownerLevel,
        Beginning.NOT_TOLD);
  }

  SourceId source() {
    return position.source();
  }

  long sequence() {
    return position.sequence();
  }

  ReadFrom.After behind() {
    return new ReadFrom.After(position.sequence(), position.enqueuedAt());
  }

  Progress owned(long level) {
    return new Progress(position, coverage, level, beginning);
  }

  Progress of(Beginning its) {
    return new Progress(position, coverage, ownerLevel, its);
  }

  Progress take(SourceEvent event) {
    return at(event.sequence(), event.enqueuedAt())
        .readUpTo(event.enqueuedAt())
        .lastKnown(event.sequence());
  }

  Progress lose(Gap gap) {
    var gaps = new ArrayList<>(coverage.gaps());
    gaps.add(gap);
    int drop = Math.max(0, gaps.size() - MAX_GAPS);
    return at(gap.last(), position.enqueuedAt())
        .covering(coverage.readUpTo(), coverage.lastSequence(), gaps.subList(drop, gaps.size()));
  }

  /** Read to the last event counts as read up to when that was the last one (rule 11). */
  Progress cover(PartitionEnd end) {
    var known = lastKnown(end.last());
    return sequence() >= end.last() ? known.readUpTo(end.asOf()) : known;
  }

  private Progress at(long sequence, Instant enqueuedAt) {
    return new Progress(
        new SourcePosition(source(), sequence, enqueuedAt, position.incarnation()),
        coverage,
        ownerLevel,
        beginning);
  }

  private Progress readUpTo(Instant time) {
    var later = time.isAfter(coverage.readUpTo()) ? time : coverage.readUpTo();
    return covering(later, coverage.lastSequence(), coverage.gaps());
  }

  private Progress lastKnown(long sequence) {
    return covering(
        coverage.readUpTo(), Math.max(sequence, coverage.lastSequence()), coverage.gaps());
  }

  private Progress covering(Instant readUpTo, long last, List<Gap> gaps) {
    var covered = new SourceCoverage(source(), readUpTo, last, position.incarnation(), gaps);
    return new Progress(position, covered, ownerLevel, beginning);
  }
}
