package dev.tunnelwatch.correlation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Time divided into stretches in which something happened, with quiet between them, and which of
 * them are needed.
 */
final class Clusters {
  private final TreeMap<Instant, Cluster> byStart = new TreeMap<>();

  private static final class Cluster {
    private Instant end;
    private boolean needed;

    Cluster(Instant end) {
      this.end = end;
    }
  }

  /** Those at most so far apart make one. */
  Clusters(Collection<Carry.Stretch> happenings, Duration apart) {
    var sorted = new ArrayList<>(happenings);
    sorted.sort(Comparator.comparing(Carry.Stretch::from));
    for (var next : sorted) {
      var last = byStart.lastEntry();
      if (last != null && !isApart(last.getValue().end, next.from(), apart)) {
        var cluster = last.getValue();
        cluster.end = next.to().isAfter(cluster.end) ? next.to() : cluster.end;
      } else {
        byStart.put(next.from(), new Cluster(next.to()));
      }
    }
  }

  private static boolean isApart(Instant end, Instant start, Duration apart) {
    return start.isAfter(end) && Duration.between(end, start).compareTo(apart) > 0;
  }

  /**
   * Needs the cluster of that instant, which must be a happening or never.
   *
   * @return true when it was not needed before
   */
  boolean need(Instant at) {
    var entry = byStart.floorEntry(at);
    if (at.equals(Instant.MAX) || entry == null || entry.getValue().needed) {
      return false;
    }
    entry.getValue().needed = true;
    return true;
  }

  /** Whether a needed cluster and that stretch meet. */
  boolean isNeeded(Carry.Stretch stretch) {
    var first = byStart.floorKey(stretch.from());
    return byStart
        .subMap(first == null ? stretch.from() : first, true, stretch.to(), true)
        .values()
        .stream()
        .anyMatch(cluster -> cluster.needed && !cluster.end.isBefore(stretch.from()));
  }

  boolean isNeeded(Instant at) {
    return isNeeded(new Carry.Stretch(at, at));
  }

  /** The needed ones with a margin around them, in order of time. */
  List<Carry.Stretch> needed(Duration margin) {
    return byStart.entrySet().stream()
        .filter(cluster -> cluster.getValue().needed)
        .map(cluster -> widened(cluster, margin))
        .toList();
  }

  private static Carry.Stretch widened(Map.Entry<Instant, Cluster> cluster, Duration margin) {
    var end = cluster.getValue().end;
    return new Carry.Stretch(
        cluster.getKey().minus(margin), end.equals(Instant.MAX) ? end : end.plus(margin));
  }
}
