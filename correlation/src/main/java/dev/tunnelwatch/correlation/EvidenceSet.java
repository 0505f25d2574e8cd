package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Presence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bounded evidence of one gateway (rules 5, 6, 8 and 9), addressable entry by entry so that a
 * store can keep the entries one by one. What it holds does not depend on the order of adding. Not
 * safe for use by several threads at once.
 */
public final class EvidenceSet {

  /** A record further than this ahead of its own arrival has an implausible time (rule 6). */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** Two numbers each, where an event is a dozen objects with their text. */
  private static final int HOURS_PER_EVENT = 16;

  private static final Instant EARLIEST = Instant.parse("2015-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  /** Equal exactly for equal records (rule 5). */
  static final Comparator<GatewayEvent> ORDER =
      Comparator.comparing(GatewayEvent::at)
          .thenComparing(event -> event.evidence().digest())
          .thenComparing(Entities::of);

  private final GatewayId gateway;

  /** The entries by their minute, since it is there that repeats are thinned; each in order. */
  private final Map<Long, List<GatewayEvent>> minutes = new HashMap<>();

  /** All entries in order; empty when they have changed since. */
  private Optional<List<GatewayEvent>> inOrder = Optional.empty();

  private final PresenceBits presence;
  private final Admission admission = new Admission();
  private Carry carry = Carry.NONE;

  private EvidenceSet(GatewayId gateway) {
    this.gateway = gateway;
    this.presence = new PresenceBits(gateway);
  }

  /**
   * What {@link #add(GatewayEvent)} did: whether the event now stands under its key, and the keys
   * of the entries that had to go for it.
   */
  public record Change(boolean put, List<String> dropped) {
    static final Change NONE = new Change(false, List.of());
    static final Change ALONE = new Change(true, List.of());

    public Change {
      dropped = List.copyOf(dropped);
    }
  }

  public static EvidenceSet empty(GatewayId gateway) {
    return new EvidenceSet(gateway);
  }

  /** Goes on where a memory was taken. */
  public static EvidenceSet restored(GatewayMemory memory) {
    var set = empty(memory.gateway());
    memory.events().forEach(set::add);
    memory.presence().forEach(set::addPresence);
    set.carry = memory.carry();
    return set;
  }

  /**
   * Admits an event. Copies, needless repeats, unrecognised lines, implausible times (rule 6) and
   * lines more than 36 h late (rule 8) are left out; they live on in the timeline.
   *
   * @throws IllegalArgumentException when the event is another gateway's
   */
  public Change add(GatewayEvent event) {
    requireOurs(event.gateway());
    if (!isEvidence(event) || event.at().isBefore(carry.cut())) {
      return Change.NONE;
    }
    var minute = minutes.computeIfAbsent(Minutes.of(event.at()), _ -> new ArrayList<>(2));
    int place = Collections.binarySearch(minute, event, ORDER);
    if (place < 0) {
      minute.add(-place - 1, event);
    } else {
      // Rule 5: which copy came first is decided by the copies, not by their arrival here.
      var known = minute.get(place);
      if (Evidence.FIRST_COPY.compare(event.evidence(), known.evidence()) >= 0) {
        return Change.NONE;
      }
      minute.set(place, event);
      admission.changed(known);
    }
    inOrder = Optional.empty();
    admission.changed(event);
    return Repeats.isRepeatable(event) ? thinned(minute, event) : Change.ALONE;
  }

  private Change thinned(List<GatewayEvent> minute, GatewayEvent event) {
    boolean put = true;
    var dropped = new ArrayList<String>();
    for (var needless : Repeats.needless(event, minute)) {
      minute.remove(Collections.binarySearch(minute, needless, ORDER));
      admission.changed(needless);
      if (needless.equals(event)) {
        put = false;
      } else {
        dropped.add(entryKey(needless));
      }
    }
    return new Change(put, dropped);
  }

  /**
   * Notes a routine line.
   *
   * @return true when a bit was set that was not set before
   */
  public boolean add(Presence sign) {
    requireOurs(sign.gateway());
    if (sign.at().isBefore(carry.cut())) {
      return false;
    }
    boolean isNew = presence.add(sign);
    if (isNew) {
      admission.changed(sign);
    }
    return isNew;
  }

  /** The bits of a sign's hour, as {@link #presence()} has them under its {@link #presenceKey}. */
  public long bits(Presence sign) {
    return presence.bits(sign);
  }

  /** Joins the bits of one hour, as {@link #presence()} gives them. */
  public void addPresence(String presenceKey, long bits) {
    presence.add(PresenceSeries.read(presenceKey), bits);
    admission.forget();
  }

  /**
   * Lets go of what is older than the horizon and no longer needed, once it is complete (rule 10).
   * Cuts lie on the hour, so most calls do nothing.
   *
   * @param lowWatermark up to which enqueued time every source has been read (rule 11)
   * @return the keys of the entries let go of
   */
  public List<String> cut(Optional<GatewayTopology> topology, Instant lowWatermark) {
    var due = Horizon.cut(lowWatermark);
    if (!due.isAfter(carry.cut())) {
      return List.of();
    }
    if (!hasPast(lowWatermark)) {
      carry = carry.at(due);
      return List.of();
    }
    var counted = Collections.newSetFromMap(new IdentityHashMap<GatewayEvent, Boolean>());
    counted.addAll(admission.of(this, topology));
    var horizon = new Horizon(new Scene(said(topology), topology, new AsOf(lowWatermark)), due);
    var judged = Admission.judged(events(), counted, due);
    var gone =
        events().stream()
            .filter(
                event ->
                    event.at().isBefore(due)
                        ? !counted.contains(event) || !horizon.keeps(event)
                        : Admission.isForgotten(event, counted, judged))
            .toList();
    var left = Collections.newSetFromMap(new IdentityHashMap<GatewayEvent, Boolean>());
    left.addAll(gone);
    minutes.values().forEach(minute -> minute.removeIf(left::contains));
    minutes.values().removeIf(List::isEmpty);
    inOrder = Optional.empty();
    presence.replaceAll(horizon::kept);
    carry = horizon.carry(judged);
    admission.forget();
    return gone.stream().map(EvidenceSet::entryKey).toList();
  }

  /**
   * Whether anything is from before the cut that is due, or was learned from what was: else no
   * incident ended before it, and it neither lets go of anything nor teaches anything.
   */
  public boolean hasPast(Instant lowWatermark) {
    var due = Horizon.cut(lowWatermark);
    return !carry.isEmpty()
        || minutes.keySet().stream().anyMatch(minute -> minute < Minutes.of(due))
        || presence.hasBefore(Minutes.of(due));
  }

  /** The same without what is of later; of routine lines that hour counts. */
  public EvidenceSet until(Instant end) {
    var set = empty(gateway);
    set.carry = carry;
    events().stream().filter(event -> !event.at().isAfter(end)).forEach(set::add);
    presence()
        .forEach(
            (key, bits) -> {
              if (PresenceSeries.read(key).hour() <= Minutes.hour(end)) {
                set.addPresence(key, bits);
              }
            });
    return set;
  }

  /** What the evidence taught that is gone. */
  public Carry carry() {
    return carry;
  }

  /** In order of time, then of hash. */
  public List<GatewayEvent> events() {
    if (inOrder.isEmpty()) {
      inOrder =
          Optional.of(
              minutes.keySet().stream().sorted().map(minutes::get).flatMap(List::stream).toList());
    }
    return inOrder.get();
  }

  /**
   * How much it holds in memory, in events: an hour of a sign's bits is much less than one. And one
   * for what every gateway has.
   */
  public int size() {
    int events = minutes.values().stream().mapToInt(List::size).sum();
    return 1 + events + presence.hours() / HOURS_PER_EVENT;
  }

  /** Presence bits by {@link #presenceKey}: bit n is minute n of the key's hour. */
  public SortedMap<String, Long> presence() {
    var rows = new TreeMap<String, Long>();
    presence
        .bySeries()
        .forEach(
            (series, minutes) ->
                minutes.forEach((hour, bits) -> rows.put(series.key(gateway, hour), bits)));
    return rows;
  }

  public GatewayId gateway() {
    return gateway;
  }

  /** What was said, as far as it counts (rule 8). */
  Said said(Optional<GatewayTopology> topology) {
    return new Said(gateway, admission.of(this, topology), presence.bySeries(), carry);
  }

  /**
   * What had been said by that instant.
   *
   * @param events in order
   */
  Said saidBy(Instant at, List<GatewayEvent> events) {
    var sorted = events.subList(0, Said.before(events, at.plusNanos(1)));
    return new Said(gateway, sorted, presence.before(Minutes.of(at)), carry);
  }

  /** {@code gateway|entity|time|hash}: equal for equal records (rule 5); sorts by time. */
  public static String entryKey(GatewayEvent event) {
    return beginning(event) + Minutes.sortable(event.at()) + '|' + event.evidence().digest();
  }

  private static String beginning(GatewayEvent event) {
    return event.gateway().resourceId() + '|' + Entities.of(event) + '|';
  }

  /**
   * Between which keys, themselves included, all entries lie that decide what {@link
   * #add(GatewayEvent)} does with an event: its copy, and where it may be a needless repeat those
   * about the same in its minute.
   */
  public record Keys(String first, String last) {}

  public static Keys decisiveFor(GatewayEvent event) {
    var own = entryKey(event);
    if (!isEvidence(event) || !Repeats.isRepeatable(event)) {
      return new Keys(own, own);
    }
    var minute = Minutes.of(event.at());
    return new Keys(
        beginning(event) + Minutes.sortable(Minutes.start(minute)),
        beginning(event) + Minutes.sortable(Minutes.start(minute + 1)));
  }

  /** {@code gateway|series|hour}, the hour as a count since 1970. */
  public static String presenceKey(Presence sign) {
    return PresenceSeries.of(sign).key(sign.gateway(), Minutes.hour(sign.at()));
  }

  /**
   * Whose presence it is.
   *
   * @throws IllegalArgumentException when it is no {@link #presenceKey}
   */
  public static GatewayId gatewayOf(String presenceKey) {
    return PresenceSeries.gateway(presenceKey);
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
    boolean ahead =
        event
            .evidence()
            .enqueuedAt()
            .filter(enqueued -> at.isAfter(enqueued.plus(AHEAD)))
            .isPresent();
    return !ahead && !Lateness.isTooLate(event.evidence());
  }
}
