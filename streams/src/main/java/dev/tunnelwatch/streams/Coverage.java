package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.LowWatermark;
import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which stretch of every source has been read, shared by all tasks of the process, and the {@code
 * asOf} that follows from it (rule 11). Written by the global thread, read by the stream threads.
 */
final class Coverage {

  /** A source that has not moved for this long, decision time, holds nobody up (rule 37). */
  static final Duration STALLED = Duration.ofMinutes(2);

  /**
   * So long after the start, real time, it is waited for the first source: ingest tells within
   * seconds what it has read, and on the first run that may lie days back. After that there is no
   * ingest here, and the clock decides.
   */
  static final Duration INTRODUCTION = Duration.ofSeconds(60);

  /**
   * A source that stands still and is that far behind holds no cut back: no usual hub keeps events
   * for longer, and one that was taken out of the configuration would for ever.
   */
  static final Duration GONE = Duration.ofDays(7);

  /**
   * A clock that was ahead by less is waited for: as what keeps clocks right sets it back by a
   * little now and then, what is confirmed or closed would be open again for as long.
   */
  static final Duration STEP = Duration.ofSeconds(5);

  private static final long NEVER = -1;

  private static final Duration NOTE_EVERY = Duration.ofSeconds(1);

  private final InstantSource clock;
  private final Map<SourceId, Progress> sources = new ConcurrentHashMap<>();

  /** How late it was, by real time, for tasks that are behind. */
  private final ConcurrentNavigableMap<Long, Note> history = new ConcurrentSkipListMap<>();

  private final AtomicReference<Instant> reached = new AtomicReference<>(Instant.MIN);

  /** The first time anybody asked, real time. */
  private final AtomicLong askedSince = new AtomicLong(NEVER);

  Coverage(InstantSource clock) {
    this.clock = clock;
  }

  /** What is known of a source, and the decision time at which that last moved. */
  private record Progress(SourceCoverage coverage, Instant movedAt) {}

  private record Note(Instant asOf, Optional<Instant> complete) {}

  void update(SourceCoverage coverage) {
    var now = clock.instant();
    sources.merge(
        coverage.source(),
        new Progress(coverage, now),
        (before, after) ->
            before.coverage().readUpTo().equals(coverage.readUpTo())
                ? new Progress(coverage, before.movedAt())
                : after);
  }

  void forget(SourceId source) {
    sources.remove(source);
  }

  /** Whether any source has told anything. */
  boolean known() {
    return !sources.isEmpty();
  }

  /** Everything enqueued until then has been read, stalled sources aside; at most now. */
  Instant lowWatermark() {
    var now = clock.instant();
    var known = List.copyOf(sources.values());
    var low =
        LowWatermark.of(
            known.stream().map(Progress::coverage).toList(), source -> stalled(source, now), now);
    return low.isAfter(now) ? now : low;
  }

  /**
   * Everything enqueued until then has been read, from sources that stand still, too (rule 10).
   *
   * @return empty while no source has told anything
   */
  Optional<Instant> complete() {
    var now = clock.instant();
    var all = sources.values().stream().map(Progress::coverage).toList();
    return Optional.of(all)
        .filter(known -> !known.isEmpty())
        .map(known -> LowWatermark.of(known, source -> isGone(source, now), now));
  }

  private boolean isGone(SourceId source, Instant now) {
    var progress = sources.get(source);
    return progress != null
        && stalled(source, now)
        && progress.coverage().readUpTo().isBefore(now.minus(GONE));
  }

  /**
   * It is now at least this late. Never goes back: what was certain once stays so, though a source
   * that had stalled comes back from far behind. Unless the clock does, by {@link #STEP} or more:
   * it was ahead before.
   *
   * @param realTime in milliseconds since 1970
   * @return empty while no source has told anything and one may still be about to
   */
  Optional<Instant> asOf(long realTime) {
    long since =
        askedSince.updateAndGet(asked -> asked == NEVER || asked > realTime ? realTime : asked);
    if (sources.isEmpty() && realTime - since < INTRODUCTION.toMillis()) {
      return Optional.empty();
    }
    var low = lowWatermark();
    return Optional.of(
        reached.updateAndGet(
            before -> {
              var held = notAhead(before);
              return low.isAfter(held) ? low : held;
            }));
  }

  Instant notAhead(Instant reached) {
    return notAhead(reached, clock.instant());
  }

  /**
   * That time, or now where that is a {@link #STEP} earlier: then the clock was ahead when it was
   * reached.
   */
  static Instant notAhead(Instant reached, Instant now) {
    return reached.isBefore(now.plus(STEP)) ? reached : now;
  }

  /** Remembers how late it is now; {@code realTime} in milliseconds since 1970. */
  void note(long realTime) {
    history.tailMap(realTime + NOTE_EVERY.toMillis()).clear(); // of a clock that was ahead
    var last = history.floorKey(realTime);
    if (last == null || realTime - last >= NOTE_EVERY.toMillis()) {
      asOf(realTime)
          .ifPresent(
              asOf -> {
                history.put(realTime, new Note(asOf, complete()));
                history.headMap(realTime - CatchUp.PATIENCE.toMillis()).clear();
              });
    }
  }

  /** How late it was at that real time; empty where that is not remembered. */
  Optional<Instant> asOfAt(long realTime) {
    return noted(realTime).map(Note::asOf);
  }

  /** What {@link #complete} was at that real time; empty where that is not remembered. */
  Optional<Instant> completeAt(long realTime) {
    return noted(realTime).flatMap(Note::complete);
  }

  private Optional<Note> noted(long realTime) {
    return Optional.ofNullable(history.floorEntry(realTime)).map(Map.Entry::getValue);
  }

  private boolean stalled(SourceId source, Instant now) {
    var progress = sources.get(source);
    if (progress != null && progress.movedAt().isAfter(now)) { // by a clock that was ahead
      sources.replace(source, progress, new Progress(progress.coverage(), now));
    }
    return progress != null && !now.isBefore(progress.movedAt().plus(STALLED));
  }
}
