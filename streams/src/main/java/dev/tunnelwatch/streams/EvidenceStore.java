package dev.tunnelwatch.streams;

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
import java.nio.charset.StandardCharsets;
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

  /** The character after that between a gateway's id and the rest of a key. */
  private static final char BEHIND = '|' + 1;

  /** One of usual size has a few dozen events; a loud one leaves less room for others. */
  private static final int EVENTS_IN_MEMORY = 8_192;

  /** What is left of them when room was made, so that it is not made again at once. */
  private static final int EVENTS_LEFT = EVENTS_IN_MEMORY / 8 * 7;

  private static final Logger LOG = LoggerFactory.getLogger(EvidenceStore.class);

  private final Table events;
  private final Table presence;
  private final Table carries;

  /** Of each gateway asked for; a sign from before it is no evidence. */
  private final Map<GatewayId, Instant> cuts = new HashMap<>();

  private final Map<GatewayId, EvidenceSet> sets = new LinkedHashMap<>(16, 0.75f, true);

  /** What the sets in memory hold at most: counted only when it seems to be too much. */
  private int held;

  private final Consumer<GatewayId> gone;

  /**
   * @param gone is handed each gateway of which nothing is kept any more
   */
  EvidenceStore(ProcessingContext context, Consumer<GatewayId> gone) {
    this.gone = gone;
    events = Tables.open(context, EVENTS);
    presence = Tables.open(context, PRESENCE);
    carries = Tables.open(context, CARRIES);
  }

  /**
   * True when the evidence is another than before.
   *
   * @param json the event as {@link EventJson} writes it
   */
  boolean add(GatewayEvent event, byte[] json) {
    var change = of(event.gateway()).add(event);
    if (change.put()) {
      held++;
      events.put(EvidenceSet.entryKey(event), json);
    }
    change.dropped().forEach(events::delete);
    return change.put() || !change.dropped().isEmpty();
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
    if (!set.add(sign)) {
      return false;
    }
    if (sign.offer().isPresent()) { // the set may have no room for it, the store has
      var _ = addToStored(sign);
    } else {
      presence.put(EvidenceSet.presenceKey(sign), bytes(set.bits(sign)));
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
    var loaded = load(gateway);
    makeRoom(loaded.size());
    sets.put(gateway, loaded);
    return loaded;
  }

  /** Those asked for longest ago go first. */
  private void makeRoom(int more) {
    held += more;
    if (held <= EVENTS_IN_MEMORY) {
      return;
    }
    held = more + sets.values().stream().mapToInt(EvidenceSet::size).sum();
    if (held <= EVENTS_IN_MEMORY) {
      return;
    }
    var oldest = sets.values().iterator();
    while (held > EVENTS_LEFT && oldest.hasNext()) {
      held -= oldest.next().size();
      oldest.remove();
    }
  }

  /**
   * Lets go of what is no longer needed (rule 10); nothing is left out of the sets in memory.
   *
   * @return whether there was a cut to make, and anything from before it
   */
  boolean cut(GatewayId gateway, Optional<GatewayTopology> topology, Instant lowWatermark) {
    var set = of(gateway);
    var cut = set.carry().cut();
    boolean hadPast = set.hasPast(lowWatermark);
    try {
      set.cut(topology, lowWatermark).forEach(events::delete);
    } catch (RuntimeException | StackOverflowError e) {
      sets.remove(gateway); // half of it may be done there, and none in the stores
      throw e;
    }
    if (set.carry().cut().equals(cut)) {
      return false;
    }
    var after = set.presence();
    if (hadPast) {
      keepOnly(gateway, after);
    }
    keep(set, after.isEmpty());
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
  private void keep(EvidenceSet set, boolean isSilent) {
    var gateway = set.gateway();
    if (isSilent && set.events().isEmpty() && set.carry().isEmpty()) {
      carries.delete(carryKey(gateway));
      cuts.remove(gateway);
      sets.remove(gateway);
      gone.accept(gateway);
    } else {
      carries.put(carryKey(gateway), CarryForm.bytes(set.carry()));
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
   * The gateway behind that one, in order of keys, of which something is kept.
   *
   * @param gateway nothing for the first
   */
  Optional<GatewayId> after(Optional<GatewayId> gateway) {
    var from = gateway.map(g -> g.resourceId() + BEHIND);
    return Stream.of(
            first(events, from, (_, value) -> EventJson.read(value).gateway()),
            first(presence, from, (key, _) -> EvidenceSet.gatewayOf(key)),
            first(carries, from, (key, _) -> gatewayOf(key)))
        .flatMap(Optional::stream)
        .min(Comparator.comparing(EvidenceStore::order, Arrays::compareUnsigned));
  }

  private static Optional<GatewayId> first(
      Table store, Optional<String> from, BiFunction<String, byte[], GatewayId> gateway) {
    try (var entries = store.from(from.orElse(""))) {
      while (entries.hasNext()) {
        var entry = entries.next();
        try {
          return Optional.of(gateway.apply(entry.key, entry.value));
        } catch (MalformedJsonException | IllegalArgumentException e) {
          LOG.atWarn().addKeyValue("key", entry.key).setCause(e).log("stored entry passed over");
        }
      }
      return Optional.empty();
    }
  }

  /** As the stores sort. */
  private static byte[] order(GatewayId gateway) {
    return carryKey(gateway).getBytes(StandardCharsets.UTF_8);
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

  private static Optional<GatewayEvent> read(byte[] value, GatewayId gateway) {
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
