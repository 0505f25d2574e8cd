package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceCoverage.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a partition goes on, from what Kafka remembers and what the hub holds.
 *
 * @param progress empty only while a start by time has not met its first event
 * @param notice what must be said loudly about it
 */
record Resume(ReadFrom from, Optional<Progress> progress, Optional<Notice> notice) {

  /** Something that ought not to happen to a hub that is being read. */
  sealed interface Notice {

    /** The hub was created anew: its numbers begin again. */
    record NewIncarnation(Instant before) implements Notice {}

    /**
     * The hub's last number is below what was taken, though it says it is the same hub. An answer
     * may be stale: to be believed only when the hub stays with it.
     */
    record WentBack(long taken, long last) implements Notice {}

    /** The hub dropped events before they were read. */
    record Overtaken(Gap gap) implements Notice {}

    /**
     * Nobody came to the partition for long after the reading of its source began, and the hub has
     * dropped events of it: whether any of them were wanted is not known.
     */
    record LeftLong(Instant sourceBegan, long dropped) implements Notice {}
  }

  /** The slots of a source do not begin all at once. */
  private static final Duration AT_ONCE = Duration.ofMinutes(1);

  /** An event hub cannot be told to keep events for less. */
  private static final Duration SHORTEST_RETENTION = Duration.ofHours(1);

  /**
   * @param stored what Kafka remembers, empty for a partition never read
   * @param now on the hub's clock
   */
  static Resume decide(
      HubPartition partition,
      Start start,
      Optional<Progress> stored,
      PartitionState state,
      Instant now) {
    return stored
        .map(progress -> goOn(partition, progress, state, now))
        .orElseGet(() -> begin(partition, start, state, now));
  }

  private static Resume goOn(
      HubPartition partition, Progress stored, PartitionState state, Instant now) {
    var anew =
        Progress.behind(partition, state.beforeFirst(), stored.ownerLevel()).of(stored.beginning());
    if (!stored.position().incarnation().equals(partition.incarnation())) {
      return after(anew, new Notice.NewIncarnation(stored.position().incarnation()));
    }
    if (state.last() < stored.sequence()) {
      return after(anew, new Notice.WentBack(stored.sequence(), state.last()));
    }
    if (state.empty() && state.last() > stored.sequence()) {
      // Nothing is left to arrive and show the jump. Otherwise the next event shows it, exactly.
      var gap = new Gap(stored.sequence() + 1, state.last(), now);
      return after(stored.lose(gap), new Notice.Overtaken(gap));
    }
    return after(stored);
  }

  private static Resume begin(
      HubPartition partition, Start start, PartitionState state, Instant now) {
    return switch (start) {
      case Start.Configured(var startAt, var beginning) when !isLate(beginning, now) ->
          begin(partition, startAt, beginning, state);
      case Start.Configured(_, var beginning) -> left(partition, beginning, state, now);
      case Start.Left(var beginning) -> left(partition, beginning, state, now);
      case Start.Added(var beginning) -> added(partition, beginning, state, now);
    };
  }

  private static Resume begin(
      HubPartition partition, StartAt startAt, Beginning beginning, PartitionState state) {
    return switch (startAt) {
      case StartAt.Earliest _ -> after(behind(partition, state.beforeFirst(), beginning));
      case StartAt.Latest _ -> after(behind(partition, state.last(), beginning));
      case StartAt.From(var time) when state.empty() || state.lastEnqueuedAt().isBefore(time) ->
          after(behind(partition, state.last(), beginning));
      case StartAt.From(var time) ->
          new Resume(new ReadFrom.Enqueued(time), Optional.empty(), Optional.empty());
    };
  }

  /** As if it had begun with the others, as far as the hub still holds that. */
  private static Resume left(
      HubPartition partition, Beginning beginning, PartitionState state, Instant now) {
    var startAt =
        beginning.wholeHub() ? new StartAt.Earliest() : new StartAt.From(beginning.since());
    var resume = begin(partition, startAt, beginning, state);
    boolean wanted = !state.lastEnqueuedAt().isBefore(beginning.since());
    boolean droppedSince = beginning.at().plus(SHORTEST_RETENTION).isBefore(now);
    return state.beforeFirst() >= 0 && wanted && droppedSince
        ? resume.with(new Notice.LeftLong(beginning.at(), state.beforeFirst()))
        : resume;
  }

  private static boolean isLate(Beginning beginning, Instant now) {
    return beginning.at().plus(AT_ONCE).isBefore(now);
  }

  /** Its numbers begin at 0, and what is no longer held of them was never read. */
  private static Resume added(
      HubPartition partition, Beginning beginning, PartitionState state, Instant now) {
    var whole = behind(partition, -1, beginning);
    if (state.beforeFirst() < 0) {
      return after(whole);
    }
    var gap = new Gap(0, state.beforeFirst(), now);
    return after(whole.lose(gap), new Notice.Overtaken(gap));
  }

  private static Progress behind(HubPartition partition, long sequence, Beginning beginning) {
    return Progress.behind(partition, sequence, 0).of(beginning);
  }

  private Resume with(Notice told) {
    return new Resume(from, progress, Optional.of(told));
  }

  private static Resume after(Progress progress) {
    return new Resume(progress.behind(), Optional.of(progress), Optional.empty());
  }

  private static Resume after(Progress progress, Notice notice) {
    return new Resume(progress.behind(), Optional.of(progress), Optional.of(notice));
  }
}
