package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.TunnelHistory.Up;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.TunnelId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What evidence taught that a cut let go of (rule 10).
 *
 * @param cut what happened before it is complete; what of it is still needed was kept as evidence
 * @param activeActiveSince when the gateway was seen to be active-active (rule 29)
 * @param tunnels every tunnel ever heard of
 * @param failing since when negotiations of a path were seen to fail (rule 30), by entity
 * @param merits the flap penalty right after losses that were let go of, where a later loss goes on
 *     from it (rule 17), by entity; in thousandths
 * @param episodes negotiations that failed on and on, most of whose lines were let go of, by entity
 * @param judged which late records have been judged (rule 8)
 */
public record Carry(
    Instant cut,
    Optional<Instant> activeActiveSince,
    SortedMap<TunnelId, Tunnel> tunnels,
    SortedMap<String, Instant> failing,
    SortedMap<String, SortedMap<Instant, Long>> merits,
    SortedMap<String, List<Stretch>> episodes,
    Judged judged) {

  /** Before any cut. */
  public static final Carry NONE =
      new Carry(
          Instant.MIN,
          Optional.empty(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          new TreeMap<>(),
          Judged.NONE);

  public Carry {
    tunnels = Collections.unmodifiableSortedMap(new TreeMap<>(tunnels));
    failing = Collections.unmodifiableSortedMap(new TreeMap<>(failing));
    merits = Collections.unmodifiableSortedMap(new TreeMap<>(merits));
    episodes = Collections.unmodifiableSortedMap(new TreeMap<>(episodes));
  }

  /**
   * The cut that is due; no later than the last one where there is nothing to do.
   *
   * @param lowWatermark up to which enqueued time every source has been read (rule 11)
   */
  public static Instant due(Instant lowWatermark) {
    return Horizon.cut(lowWatermark);
  }

  /** Whether nothing was learned, so that nothing is missed without it. */
  public boolean isEmpty() {
    return activeActiveSince.isEmpty()
        && tunnels.isEmpty()
        && failing.isEmpty()
        && merits.isEmpty()
        && episodes.isEmpty()
        && judged.refused().isEmpty();
  }

  /** The same as of a later cut that taught nothing. */
  Carry at(Instant later) {
    return new Carry(later, activeActiveSince, tunnels, failing, merits, episodes, judged);
  }

  /**
   * What became of late records. It is not asked anew: the cut has learned of what came after them,
   * which has no say.
   *
   * @param until it is of those enqueued before; what comes of them later is admitted
   * @param refused the digests of those that are no evidence; copies of them may still come
   */
  public record Judged(Instant until, SortedSet<String> refused) {
    static final Judged NONE = new Judged(Instant.MIN, new TreeSet<>());

    public Judged {
      refused = Collections.unmodifiableSortedSet(new TreeSet<>(refused));
    }

    boolean isOver(Instant judgedAt) {
      return judgedAt.isBefore(until);
    }

    boolean isAdmitted(Evidence late) {
      return !refused.contains(late.digest());
    }
  }

  /**
   * A tunnel's state.
   *
   * @param firstUp when it first was up; empty where it never was
   * @param presumed whether that is only presumed
   * @param upSince since when it was up at the cut; empty where it was not
   */
  public record Tunnel(Optional<Instant> firstUp, boolean presumed, Optional<Instant> upSince) {
    static final Tunnel UNKNOWN = new Tunnel(Optional.empty(), false, Optional.empty());
  }

  /** A stretch of time, both ends included. */
  public record Stretch(Instant from, Instant to) {
    boolean holds(Instant at) {
      return !at.isBefore(from) && !at.isAfter(to);
    }
  }

  Tunnel tunnel(TunnelId id) {
    return tunnels.getOrDefault(id, Tunnel.UNKNOWN);
  }

  /** An interval up as it really was, if it reaches beyond the cut: losses may be gone from it. */
  Up exact(TunnelId id, Up up) {
    return tunnel(id)
        .upSince()
        .filter(since -> up.to().isAfter(cut) && up.from().isBefore(since))
        .map(since -> new Up(since, up.to(), true))
        .orElse(up);
  }

  /** Whether one episode went on from the one line to the other. */
  boolean isOneEpisode(String entity, Instant last, Instant next) {
    return episodes.getOrDefault(entity, List.of()).stream()
        .anyMatch(episode -> episode.holds(last) && episode.holds(next));
  }

  /** The penalty right after the latest loss before that instant that was let go of. */
  Optional<Map.Entry<Instant, Long>> meritBefore(String entity, Instant at) {
    return merits.getOrDefault(entity, new TreeMap<>()).headMap(at).entrySet().stream()
        .reduce((_, later) -> later);
  }

  /** An incident whose last condition ended then is forgotten: a cut lies so far behind it. */
  boolean isForgotten(Instant end) {
    return !cut.equals(Instant.MIN) && !end.isAfter(cut.minus(Horizon.REACH));
  }
}
