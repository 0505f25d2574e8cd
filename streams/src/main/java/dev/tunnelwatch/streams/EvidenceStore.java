package dev.tunnelwatch.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
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

  private static final Logger LOG = LoggerFactory.getLogger(EvidenceStore.class);

  private final Table events;
  private final Table presence;
  private final Carries carries;
  private final SetsInMemory sets;
  private final EvidenceRoom room;
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
    carries = new Carries(Tables.open(context, CARRIES));
    sets = new SetsInMemory(room, context.taskId());
  }

  /** To be called now and then: others may need the room that this one borrowed. */
  void tick() {
    sets.giveBack();
  }

  void close() {
    sets.close();
  }

  /**
   * True when the evidence is another than before. Where there is hardly room for the set no more
   * is read than decides on the event: else a storm reads a gateway's evidence for each line.
   *
   * @param json the event as {@link EventJson} writes it
   */
  boolean add(GatewayEvent event, byte[] json) {
    boolean isKept = sets.contains(event.gateway()) || room.isAmple(sets.held());
    if (!isKept && event.at().isBefore(cutOf(event.gateway()))) {
      return false;
    }
    var set = isKept ? of(event.gateway()) : decisive.about(event);
    try {
      var change = set.add(event);
      if (change.put()) {
        events.put(EvidenceSet.entryKey(event), json);
      }
      change.dropped().forEach(events::delete);
      if (isKept && (change.put() || !change.dropped().isEmpty())) {
        sets.tookEvents(set, (change.put() ? 1 : 0) - change.dropped().size());
      }
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
      sets.tookHour(set);
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
    sets.put(loaded);
    return loaded;
  }

  /** For tests: of how many gateways the evidence is in memory. */
  int inMemory() {
    return sets.count();
  }

  /** For tests: of how many gateways it is known when they were cut. */
  int cutsRemembered() {
    return carries.remembered();
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
    EntrySize.check(Carries.key(set.gateway()), carry); // before anything is let go of
    gone.forEach(events::delete);
    var after = set.presence();
    if (hadPast) {
      sets.recount(set);
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
      carries.delete(gateway);
      sets.remove(gateway);
      gone.accept(gateway);
    } else {
      carries.put(gateway, carry, set.carry().cut());
    }
  }

  /** What is from before then was cut. */
  Instant cutOf(GatewayId gateway) {
    return carries.cutOf(gateway);
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
            first(carries.table(), last, (key, _) -> new Place(key, Carries.gatewayOf(key))))
        .flatMap(Optional::stream)
        .min(Comparator.comparing(place -> place.key().getBytes(UTF_8), Arrays::compareUnsigned));
  }

  /**
   * An event's key does not tell where the gateway's id ends, which may hold bars. But behind the
   * last one's id there are two bars at least, and more where another id goes on behind it.
   */
  private static Place placeOfEvent(String key, byte[] event, Optional<Place> last) {
    return last.map(Place::gateway)
        .filter(gateway -> key.startsWith(Carries.key(gateway)))
        .filter(
            gateway ->
                key.chars().skip(Carries.key(gateway).length()).filter(c -> c == '|').count() == 2)
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

  private EvidenceSet load(GatewayId gateway) {
    var said = new ArrayList<GatewayEvent>();
    var prefix = gateway.resourceId() + '|';
    try (var entries = events.under(prefix)) {
      while (entries.hasNext()) {
        read(entries.next().value, gateway).ifPresent(said::add);
      }
    }
    return EvidenceSet.restored(
        new GatewayMemory(gateway, said, signs(gateway), carries.of(gateway)));
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
