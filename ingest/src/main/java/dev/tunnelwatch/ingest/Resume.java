package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceCoverage.Gap;
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
  }

  /**
   * @param stored what Kafka remembers, empty for a partition never read
   * @param now on the hub's clock
   */
  static Resume decide(
      HubPartition partition,
      StartAt startAt,
      Optional<Progress> stored,
      PartitionState state,
      Instant now) {
    return stored
        .map(progress -> goOn(partition, progress, state, now))
        .orElseGet(() -> begin(partition, startAt, state));
  }

  private static Resume goOn(
      HubPartition partition, Progress stored, PartitionState state, Instant now) {
    var anew = Progress.behind(partition, state.beforeFirst(), stored.ownerLevel());
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

  private static Resume begin(HubPartition partition, StartAt startAt, PartitionState state) {
    return switch (startAt) {
      case StartAt.Earliest _ -> after(Progress.behind(partition, state.beforeFirst(), 0));
      case StartAt.Latest _ -> after(Progress.behind(partition, state.last(), 0));
      case StartAt.From(var time) when state.empty() || state.lastEnqueuedAt().isBefore(time) ->
          after(Progress.behind(partition, state.last(), 0));
      case StartAt.From(var time) ->
          new Resume(new ReadFrom.Enqueued(time), Optional.empty(), Optional.empty());
    };
  }

  private static Resume after(Progress progress) {
    return new Resume(progress.behind(), Optional.of(progress), Optional.empty());
  }

  private static Resume after(Progress progress, Notice notice) {
    return new Resume(progress.behind(), Optional.of(progress), Optional.of(notice));
  }
}
