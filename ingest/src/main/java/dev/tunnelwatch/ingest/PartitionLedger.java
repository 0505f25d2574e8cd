package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceCoverage.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The books of one partition: its progress as far as it was sent. Counts what was committed, not
 * what was tried. One thread.
 */
final class PartitionLedger {
  private final HubPartition partition;
  private final PartitionMetrics metrics;
  private final Beginning beginning;
  private Optional<Progress> sent;
  private long ownerLevel;
  private long last = -1;
  private Uncounted uncounted = Uncounted.NOTHING;

  PartitionLedger(HubPartition partition, Remembered remembered, PartitionMetrics metrics) {
    this.partition = partition;
    this.metrics = metrics;
    beginning = remembered.start().beginning();
    sent = remembered.progress();
  }

  PartitionMetrics metrics() {
    return metrics;
  }

  /** What is told of it goes on where it stood: an owner who is new has moved nothing by that. */
  void begin(Instant now) {
    var readUpTo = sent.map(progress -> progress.coverage().readUpTo());
    metrics.ours(now, readUpTo.filter(Instant.EPOCH::isBefore).orElse(now));
  }

  /** Empty only while a start by time has not met its first event. */
  Optional<Progress> progress() {
    return sent;
  }

  long sequence() {
    return behind().sequence();
  }

  ReadFrom.After behind() {
    return sent.map(Progress::behind).orElse(new ReadFrom.After(-1));
  }

  long ownerLevel() {
    return ownerLevel;
  }

  /** Takes over what was decided, at a level above every level that was ever committed. */
  void claim(Resume resume, int generation) {
    long before = Math.max(ownerLevel, resume.progress().map(Progress::ownerLevel).orElse(0L));
    ownerLevel = Math.max(generation, before + 1);
    sent = resume.progress().map(progress -> progress.owned(ownerLevel));
    resume.notice().ifPresent(notice -> uncounted = uncounted.and(of(notice)));
  }

  private static Uncounted of(Resume.Notice notice) {
    return switch (notice) {
      case Resume.Notice.Overtaken(var gap) -> Uncounted.lost(gap);
      case Resume.Notice.NewIncarnation _, Resume.Notice.WentBack _ -> Uncounted.restart();
      case Resume.Notice.LeftLong _ -> Uncounted.perhapsLost();
    };
  }

  /** The first event of a start by time settles where the partition began. */
  void meet(SourceEvent event) {
    if (sent.isEmpty()) {
      sent =
          Optional.of(Progress.behind(partition, event.sequence() - 1, ownerLevel).of(beginning));
    }
  }

  void take(SourceEvent event, BodyRecords became) {
    sent = sent.map(progress -> progress.take(event));
    uncounted = uncounted.and(Uncounted.taken(event, became));
  }

  void lose(Gap gap) {
    sent = sent.map(progress -> progress.lose(gap));
    uncounted = uncounted.and(Uncounted.lost(gap));
  }

  void cover(PartitionEnd end) {
    sent = sent.map(progress -> progress.cover(end));
    if (sequence() >= end.last() && !uncounted.holdsEvents()) {
      metrics.fine(end.asOf());
    }
  }

  void committed(Instant now) {
    if (uncounted.holdsEvents()) {
      metrics.fine(now);
    }
    metrics.committed(uncounted, now);
    uncounted = Uncounted.NOTHING;
  }

  /** The hub holds events up to that number, whether or not they can be read. */
  void waits(long number) {
    last = number;
  }

  /** Tells the lag: events wait since the last moment up to which all was read. */
  void measure(Instant now) {
    sent.ifPresent(
        progress -> {
          var coverage = progress.coverage();
          long behind = Math.max(0, Math.max(last, coverage.lastSequence()) - progress.sequence());
          boolean began = coverage.readUpTo().isAfter(Instant.EPOCH);
          double seconds =
              behind == 0 || !began
                  ? 0
                  : Math.max(0, Duration.between(coverage.readUpTo(), now).toMillis() / 1e3);
          metrics.lag(behind, seconds);
        });
  }
}
