package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The bounded evidence of one gateway (rules 5, 6, 9), addressable entry by entry so that a store
 * can keep the entries one by one. What it holds does not depend on the order of adding. Not safe
 * for use by several threads at once.
 */
public final class EvidenceSet {

  /** Repeats of one failure that are kept at either end of a minute (rule 9). */
  private static final int REPEATS_KEPT = 2;

  /** A record further than this ahead of its own arrival has an implausible time (rule 6). */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** A record that arrives later than this is for the timeline only (rule 8). */
  private static final Duration TOO_LATE = Duration.ofHours(36);

  private static final Instant EARLIEST = Instant.parse("2015-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  private static final Comparator<GatewayEvent> BY_TIME_AND_HASH =
      Comparator.comparing(GatewayEvent::at).thenComparing(event -> event.evidence().digest());

  private final GatewayId gateway;
  private final Map<String, GatewayEvent> entries = new HashMap<>();
  private final Map<String, TreeSet<GatewayEvent>> repeats = new HashMap<>();
  private final TreeMap<String, Long> presence = new TreeMap<>();

  private EvidenceSet(GatewayId gateway) {
    this.gateway = gateway;
  }

  /**
   * What {@link #add(GatewayEvent)} did: whether the event now stands under its key, and the keys
   * of the entries that had to go for it.
   */
  public record Change(boolean put, List<String> dropped) {
    static final Change NONE = new Change(false, List.of());

    public Change {
      dropped = List.copyOf(dropped);
    }
  }

  public static EvidenceSet empty(GatewayId gateway) {
    return new EvidenceSet(gateway);
  }

  /**
   * Admits an event. Copies, needless repeats, unrecognised lines, implausible times (rule 6) and
   * lines more than 36 h late (rule 8) are left out; they live on in the timeline.
   *
   * @throws IllegalArgumentException when the event is another gateway's
   */
  public Change add(GatewayEvent event) {
    requireOurs(event.gateway());
    if (!isEvidence(event)) {
      return Change.NONE;
    }
    var key = entryKey(event);
    var known = entries.get(key);
    if (known != null) {
      // Rule 5: which copy came first is decided by the copies, not by their arrival here.
      boolean earlier = Evidence.FIRST_COPY.compare(event.evidence(), known.evidence()) < 0;
      if (!earlier) {
        return Change.NONE;
      }
      var set = repeats.get(repeatKey(event));
      if (set != null) {
        set.remove(known);
        set.add(event);
      }
      entries.put(key, event);
      return new Change(true, List.of());
    }
    entries.put(key, event);
    return isRepeatable(event) ? thin(event) : new Change(true, List.of());
  }

  private Change thin(GatewayEvent event) {
    var set = repeats.computeIfAbsent(repeatKey(event), _ -> new TreeSet<>(BY_TIME_AND_HASH));
    set.add(event);
    if (set.size() <= 2 * REPEATS_KEPT) {
      return new Change(true, List.of());
    }
    var middle = new ArrayList<>(set).get(REPEATS_KEPT);
    set.remove(middle);
    entries.remove(entryKey(middle));
    return middle.equals(event) ? Change.NONE : new Change(true, List.of(entryKey(middle)));
  }

  /**
   * Notes a routine line.
   *
   * @return true when a bit was set that was not set before
   */
  public boolean add(Presence sign) {
    requireOurs(sign.gateway());
    var key = presenceKey(sign);
    long bit = 1L << Minutes.ofHour(sign.at());
    long before = presence.getOrDefault(key, 0L);
    presence.put(key, before | bit);
    return (before & bit) == 0;
  }

  /** Joins the bits of one hour, as {@link #presence()} gives them. */
  public void addPresence(String presenceKey, long bits) {
    presence.merge(presenceKey, bits, (a, b) -> a | b);
  }

  /** In order of time, then of hash. */
  public Collection<GatewayEvent> events() {
    var sorted = new ArrayList<>(entries.values());
    sorted.sort(BY_TIME_AND_HASH);
    return Collections.unmodifiableList(sorted);
  }

  /** Presence bits by {@link #presenceKey}: bit n is minute n of the key's hour. */
  public SortedMap<String, Long> presence() {
    return Collections.unmodifiableSortedMap(presence);
  }

  public GatewayId gateway() {
    return gateway;
  }

  /** {@code gateway|entity|time|hash}: equal for equal records (rule 5); sorts by time. */
  public static String entryKey(GatewayEvent event) {
    return event.gateway().resourceId()
        + '|'
        + Entities.of(event)
        + '|'
        + Minutes.sortable(event.at())
        + '|'
        + event.evidence().digest();
  }

  /** {@code gateway|series|hour}, the hour as a count since 1970. */
  public static String presenceKey(Presence sign) {
    return PresenceSeries.of(sign).key(sign.gateway(), Minutes.hour(sign.at()));
  }

  private void requireOurs(GatewayId other) {
    if (!gateway.equals(other)) {
      throw new IllegalArgumentException("gateway: expected " + gateway + ", got " + other);
    }
  }

  private static boolean isEvidence(GatewayEvent event) {
    if (event instanceof GatewayEvent.Unrecognised || event instanceof GatewayEvent.Undated) {
      return false;
    }
    var at = event.at();
    if (at.isBefore(EARLIEST) || !at.isBefore(LATEST)) {
      return false;
    }
    return event
        .evidence()
        .enqueuedAt()
        .map(enqueued -> !at.isAfter(enqueued.plus(AHEAD)) && !enqueued.isAfter(at.plus(TOO_LATE)))
        .orElse(true);
  }

  /** Failures that a peer can repeat thousands of times; state changes are never thinned. */
  private static boolean isRepeatable(GatewayEvent event) {
    return event instanceof GatewayEvent.NegotiationFailed
        || event instanceof GatewayEvent.SaDeleted
        || event instanceof GatewayEvent.P2sSession;
  }

  private static String repeatKey(GatewayEvent event) {
    var kind =
        switch (event) {
          case GatewayEvent.NegotiationFailed failed -> "failed " + failed.reason();
          case GatewayEvent.SaDeleted deleted -> "deleted " + deleted.sa() + deleted.reason();
          default -> event.getClass().getSimpleName();
        };
    return Entities.of(event) + '|' + kind + '|' + Minutes.of(event.at());
  }
}
