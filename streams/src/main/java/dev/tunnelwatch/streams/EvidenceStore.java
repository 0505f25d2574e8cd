package dev.tunnelwatch.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tunnelwatch.correlation.Carry;
import dev.tunnelwatch.correlation.EvidenceSet;
import dev.tunnelwatch.correlation.GatewayMemory;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.records.EventJson;
import dev.tunnelwatch.records.MalformedJsonException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The evidence of a task's gateways, kept entry by entry, and what older evidence taught (design
 * 8.3). What is kept and what is dropped is for {@link EvidenceSet} to say; the sets of the
 * gateways heard last stay in memory.
 */
final class EvidenceStore {

  static final String EVENTS = "evidence";
  static final String PRESENCE = "presence";
  static final String CARRIES = "carry";

  /** So much of the room is made free when it is full, so that it is not made again at once. */
  private static final double FREED = 1 / 8.0;

  private static final Logger LOG = LoggerFactory.getLogger(EvidenceStore.class);

  private final Table events;
  private final Table presence;
  private final Table carries;

  /** Of each gateway asked for; a sign from before it is no evidence. */
  private final Map<GatewayId, Instant> cuts = new HashMap<>();

  private final Map<GatewayId, EvidenceSet> sets = new LinkedHashMap<>(16, 0.75f, true);

  /** What the sets in memory hold, about: counted only when it seems to be too much. */
  private long held;

  /** What that was when it was counted, and some more: until then it is not counted again. */
  private long counted;

  /** For that share: with more tasks there is room for less. */
  private long countedFor;

  private final EvidenceRoom room;
  private final TaskId task;
  private final DecisiveEntries decisive;
  private final Consumer<GatewayId> gone;

  /**
   * @param room shared with other tasks; to be {@link #close closed} for it
   * @param gone is handed each gateway of which nothing is kept any more
   */
  EvidenceStore(ProcessingContext context, EvidenceRoom room, Consumer<GatewayId> gone) {
    this.room = room;
    this.gone = gone;
    events = Tables.open(context, EVENTS);
    decisive = new DecisiveEntries(events);
    presence = Tables.open(context, PRESENCE);
    carries = Tables.open(context, CARRIES);
    task = context.taskId();
    room.holds(task, 0);
  }

  void close() {
    sets.clear();
    room.leave(task);
  }

  /**
   * True when the evidence is another than before. Where there is hardly room for the set no more
   * is read than decides on the event: else a storm reads a gateway's evidence for each line.
   *
   * @param json the event as {@link EventJson} writes it
   */
  boolean add(GatewayEvent event, byte[] json) {
    boolean isKept = sets.containsKey(event.gateway()) || room.isAmple(held);
    if (!isKept && event.at().isBefore(cutOf(event.gateway()))) {
      return false;
    }
    var set = isKept ? of(event.gateway()) : decisive.about(event);
    try {
      var change = set.add(event);
      if (change.put()) {
        events.put(EvidenceSet.entryKey(event), json);
      }
      if (change.put() && isKept) {
        takesMore(set);
      }
      change.dropped().forEach(events::delete);
      return change.put() || !change.dropped().isEmpty();
    } catch (RuntimeException | StackOverflowError e) {
      sets.remove(set.gateway()); // it may hold what the store does not: it is read anew
      decisive.forget();
      throw e;
    }
  }

  /**
   * True when a bit was set that was not; needs no more than the hour's bits where the set is not
   * in memory.
   */
  boolean add(Presence sign) {
    var set = sets.get(sign.gateway());
    if (set == null) {
      return !sign.at().isBefore(cutOf(sign.gateway())) && addToStored(sign);
    }
    try {
      return add(sign, set);
    } catch (RuntimeException | StackOverflowError e) {
      sets.remove(set.gateway());
      throw e;
    }
  }

  private boolean add(Presence sign, EvidenceSet set) {
    if (!set.add(sign)) {
      return false;
    }
    if (sign.offer().isPresent()) { // the set may have no room for it, the store has
      var _ = addToStored(sign);
    } else {
      presence.put(EvidenceSet.presenceKey(sign), bytes(set.bits(sign)));
    }
    if (Long.bitCount(set.bits(sign)) == 1) { // the first of its hour
      takesMore(set);
    }
    return true;
  }

  private boolean addToStored(Presence sign) {
    var key = EvidenceSet.presenceKey(sign);
    long before = bits(presence.get(key));
    long after = before | 1L << sign.at().atOffset(ZoneOffset.UTC).getMinute();
    if (after == before) {
      return false;
    }
    presence.put(key, bytes(after));
    return true;
  }

  EvidenceSet of(GatewayId gateway) {
    var known = sets.get(gateway);
    if (known != null) {
      return known;
    }
    decisive.forget();
    var loaded = load(gateway);
    sets.put(gateway, loaded);
    holds(held + loaded.size());
    makeRoom(loaded);
    return loaded;
  }

  private void takesMore(EvidenceSet set) {
    holds(held + 1);
    makeRoom(set);
  }

  /** Those asked for longest ago go first; not the one at hand, however much it holds. */
  private void makeRoom(EvidenceSet atHand) {
    long share = room.share();
    if ((share == countedFor && held <= counted) || !room.isTooMuch(held)) {
      return;
    }
    holds(sets.values().stream().mapToLong(EvidenceSet::size).sum());
    long freed = (long) (share * FREED);
    if (room.isTooMuch(held)) {
      letGo(share - freed, atHand);
    }
    counted = held + freed;
    countedFor = share;
  }

  private void letGo(long left, EvidenceSet atHand) {
    var oldest = sets.values().iterator();
    while (held > left && oldest.hasNext()) {
      var set = oldest.next();
      if (set != atHand) {
        holds(held - set.size());
        oldest.remove();
      }
    }
  }

  private void holds(long now) {
    held = now;
    room.holds(task, now);
  }

  /** For tests: of how many gateways the evidence is in memory. */
  int inMemory() {
    return sets.size();
  }

  /**
   * Lets go of what is no longer needed (rule 10); nothing is left out of the sets in memory.
   *
   * @return whether there was a cut to make, and anything from before it
   */
  boolean cut(GatewayId gateway, Optional<GatewayTopology> topology, Instant lowWatermark) {
    var set = of(gateway);
    try {
      return cut(set, topology, lowWatermark);
    } catch (RuntimeException | StackOverflowError e) {
      sets.remove(set.gateway()); // half of it may be done there, and none in the stores
      throw e;
    }
  }

  private boolean cut(EvidenceSet set, Optional<GatewayTopology> topology, Instant lowWatermark) {
    var cut = set.carry().cut();
    boolean hadPast = set.hasPast(lowWatermark);
    var gone = set.cut(topology, lowWatermark);
    if (set.carry().cut().equals(cut)) {
      return false;
    }
    var carry = CarryForm.bytes(set.carry());
    EntrySize.check(carryKey(set.gateway()), carry); // before anything is let go of
    gone.forEach(events::delete);
    holds(held - gone.size());
    var after = set.presence();
    if (hadPast) {
      keepOnly(set.gateway(), after);
    }
    keep(set, carry, after.isEmpty());
    return hadPast;
  }

  /** More may lie there than the set ever showed: each of the offers that it has no room for. */
  private void keepOnly(GatewayId gateway, Map<String, Long> kept) {
    var stored = signs(gateway);
    stored.keySet().stream().filter(key -> !kept.containsKey(key)).forEach(presence::delete);
    kept.forEach(
        (key, bits) -> {
          if (!bits.equals(stored.get(key))) {
            presence.put(key, bytes(bits));
          }
        });
  }

  /** Nothing stays of a gateway that is gone and taught nothing. */
  private void keep(EvidenceSet set, byte[] carry, boolean isSilent) {
    var gateway = set.gateway();
    if (isSilent && set.events().isEmpty() && set.carry().isEmpty()) {
      carries.delete(carryKey(gateway));
      cuts.remove(gateway);
      sets.remove(gateway);
      gone.accept(gateway);
    } else {
      carries.put(carryKey(gateway), carry);
      cuts.put(gateway, set.carry().cut());
    }
  }

  /** What is from before then was cut. */
  Instant cutOf(GatewayId gateway) {
    return cuts.computeIfAbsent(gateway, g -> carry(g).cut());
  }

  private Carry carry(GatewayId gateway) {
    var bytes = carries.get(carryKey(gateway));
    try {
      return bytes == null ? Carry.NONE : CarryForm.read(gateway, bytes);
    } catch (IllegalArgumentException e) {
      LOG.atWarn().addKeyValue("gateway", gateway).setCause(e).log("stored carry left out");
      return Carry.NONE;
    }
  }

  /**
   * Where something of a gateway is kept.
   *
   * @param key in any of the tables
   */
  record Place(String key, GatewayId gateway) {}

  /**
   * The next place of another gateway, in order of keys. A gateway comes up again where keys of one
   * whose id goes on behind its own lie among its keys.
   *
   * @param last nothing for the first
   */
  Optional<Place> after(Optional<Place> last) {
    return Stream.of(
            first(events, last, (key, event) -> placeOfEvent(key, event, last)),
            first(presence, last, (key, _) -> new Place(key, EvidenceSet.gatewayOf(key))),
            first(carries, last, (key, _) -> new Place(key, gatewayOf(key))))
        .flatMap(Optional::stream)
        .min(Comparator.comparing(place -> place.key().getBytes(UTF_8), Arrays::compareUnsigned));
  }

  /**
   * An event's key does not tell where the gateway's id ends, which may hold bars. But behind the
   * last one's id there are two bars at least, and more where another id goes on behind it.
   */
  private static Place placeOfEvent(String key, byte[] event, Optional<Place> last) {
    return last.map(Place::gateway)
        .filter(gateway -> key.startsWith(carryKey(gateway)))
        .filter(
            gateway ->
                key.chars().skip(carryKey(gateway).length()).filter(c -> c == '|').count() == 2)
        .map(gateway -> new Place(key, gateway))
        .orElseGet(() -> new Place(key, EventJson.read(event).gateway()));
  }

  private static Optional<Place> first(
      Table store, Optional<Place> last, BiFunction<String, byte[], Place> placeOf) {
    try (var entries = store.from(last.map(Place::key).orElse(""))) {
      while (entries.hasNext()) {
        var entry = entries.next();
        try {
          var place = placeOf.apply(entry.key, entry.value);
          if (last.isEmpty() || !place.gateway().equals(last.get().gateway())) {
            return Optional.of(place);
          }
        } catch (MalformedJsonException | IllegalArgumentException e) {
          LOG.atWarn().addKeyValue("key", entry.key).setCause(e).log("stored entry passed over");
        }
      }
      return Optional.empty();
    }
  }

  /** As all keys of a gateway begin, so that all stores have the gateways in one order. */
  private static String carryKey(GatewayId gateway) {
    return gateway.resourceId() + '|';
  }

  private static GatewayId gatewayOf(String carryKey) {
    return new GatewayId(carryKey.substring(0, carryKey.length() - 1));
  }

  private EvidenceSet load(GatewayId gateway) {
    var said = new ArrayList<GatewayEvent>();
    var prefix = gateway.resourceId() + '|';
    try (var entries = events.under(prefix)) {
      while (entries.hasNext()) {
        read(entries.next().value, gateway).ifPresent(said::add);
      }
    }
    return EvidenceSet.restored(new GatewayMemory(gateway, said, signs(gateway), carry(gateway)));
  }

  private SortedMap<String, Long> signs(GatewayId gateway) {
    var signs = new TreeMap<String, Long>();
    try (var entries = presence.under(gateway.resourceId() + '|')) {
      while (entries.hasNext()) {
        var entry = entries.next();
        if (EvidenceSet.gatewayOf(entry.key).equals(gateway)) { // ids may hold '|'
          signs.put(entry.key, bits(entry.value));
        }
      }
    }
    return signs;
  }

  static Optional<GatewayEvent> read(byte[] value, GatewayId gateway) {
    try {
      var event = EventJson.read(value);
      return Optional.of(event).filter(e -> e.gateway().equals(gateway)); // ids may hold '|'
    } catch (MalformedJsonException e) {
      LOG.atWarn().addKeyValue("gateway", gateway).setCause(e).log("stored evidence left out");
      return Optional.empty();
    }
  }

  private static byte[] bytes(long bits) {
    return ByteBuffer.allocate(Long.BYTES).putLong(bits).array();
  }

  private static long bits(byte @Nullable [] value) {
    return value == null || value.length != Long.BYTES ? 0 : ByteBuffer.wrap(value).getLong();
  }
}
