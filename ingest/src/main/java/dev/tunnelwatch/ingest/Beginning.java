package dev.tunnelwatch.ingest;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * When the reading of a source began and what of it was wanted. It stands beside every position of
 * the source, whatever the settings say later: where a partition begins that has no position hangs
 * on it, in whichever slot and process that is.
 *
 * @param at on our clock
 * @param since the enqueued time before which nothing was wanted; {@link Instant#EPOCH} for all
 *     that the hub held
 * @param partitions those there were; what is not among them came later
 */
record Beginning(Instant at, Instant since, Set<String> partitions) {

  /** Of positions that were written without one. */
  static final Beginning NOT_TOLD = new Beginning(Instant.EPOCH, Instant.EPOCH, Set.of());

  private static final String LISTED = ",";

  Beginning {
    partitions = Set.copyOf(partitions);
  }

  /**
   * Of a source of which nothing was ever read.
   *
   * @param skew how far the hub's clock may be behind ours
   */
  static Beginning of(StartAt startAt, Set<String> partitions, Instant now, Duration skew) {
    var since =
        switch (startAt) {
          case StartAt.Earliest _ -> Instant.EPOCH;
          case StartAt.Latest _ -> now.minus(skew);
          case StartAt.From(var time) -> time;
        };
    return new Beginning(now, since, partitions);
  }

  /**
   * Of a source that was read before this was told with its positions: these are there now, and
   * whatever is not among them will have come later.
   */
  static Beginning before(Set<String> partitions) {
    return new Beginning(Instant.EPOCH, Instant.EPOCH, partitions);
  }

  /** Two slots that began at once did not see each other: what either wanted is wanted. */
  Beginning with(Beginning other) {
    if (equals(NOT_TOLD) || other.equals(NOT_TOLD)) {
      return equals(NOT_TOLD) ? other : this; // what was told elsewhere, was told of the source
    }
    var both = new TreeSet<>(partitions);
    both.retainAll(other.partitions);
    return new Beginning(earlier(at, other.at), earlier(since, other.since), both);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  boolean wholeHub() {
    return since.equals(Instant.EPOCH);
  }

  /** Where a partition of that source begins that has no position. */
  Start start(String partition) {
    return equals(NOT_TOLD) || partitions.contains(partition)
        ? new Start.Left(this)
        : new Start.Added(this);
  }

  /** Partitions that are numbered from 0, as an event hub's are, are written as their count. */
  String text() {
    var numbered =
        IntStream.range(0, partitions.size())
            .mapToObj(Integer::toString)
            .collect(Collectors.toSet());
    var those =
        partitions.equals(numbered)
            ? Integer.toString(partitions.size())
            : LISTED + String.join(LISTED, new TreeSet<>(partitions));
    return at + " " + since + " " + those;
  }

  /** Reads what {@link #text} wrote. */
  static Beginning parse(String text) {
    var parts = text.split(" ", 3);
    var those =
        parts[2].startsWith(LISTED)
            ? Set.of(parts[2].substring(1).split(LISTED, -1))
            : IntStream.range(0, Integer.parseInt(parts[2]))
                .mapToObj(Integer::toString)
                .collect(Collectors.toSet());
    return new Beginning(Instant.parse(parts[0]), Instant.parse(parts[1]), those);
  }
}
