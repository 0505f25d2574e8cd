package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.Carry;
import dev.tunnelwatch.correlation.EvidenceSet;
import dev.tunnelwatch.correlation.GatewayMemory;
import dev.tunnelwatch.model.GatewayEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The few entries that decide what becomes of an event whose gateway's set is not in memory. */
final class DecisiveEntries {

  /** A peer that fails thousands of times an hour is asked about as often. */
  private static final int REMEMBERED = 512;

  private final Table events;

  private final Map<String, EvidenceSet> repeats =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, EvidenceSet> eldest) {
          return size() > REMEMBERED;
        }
      };

  DecisiveEntries(Table events) {
    this.events = events;
  }

  /**
   * A set in which the event finds what it finds in its gateway's. What the set drops or takes the
   * store has to drop or take.
   */
  EvidenceSet about(GatewayEvent event) {
    var keys = EvidenceSet.decisiveFor(event);
    return isAlone(keys)
        ? alone(event, keys.first())
        : repeats.computeIfAbsent(keys.first(), _ -> between(event, keys));
  }

  /** Others than the sets handed out wrote to the store. */
  void forget() {
    repeats.clear();
  }

  private static boolean isAlone(EvidenceSet.Keys keys) {
    return keys.first().equals(keys.last());
  }

  private EvidenceSet alone(GatewayEvent event, String key) {
    var set = EvidenceSet.empty(event.gateway());
    Optional.ofNullable(events.get(key))
        .flatMap(bytes -> EvidenceStore.read(bytes, event.gateway()))
        .ifPresent(set::add);
    return set;
  }

  /** Of changes of state, which lie there too, a minute may hold thousands: nobody asks here. */
  private EvidenceSet between(GatewayEvent event, EvidenceSet.Keys keys) {
    var said = new ArrayList<GatewayEvent>();
    try (var entries = events.between(keys.first(), keys.last())) {
      entries.forEachRemaining(
          entry ->
              EvidenceStore.read(entry.value, event.gateway())
                  .filter(other -> !isAlone(EvidenceSet.decisiveFor(other)))
                  .ifPresent(said::add));
    }
    return EvidenceSet.restored(
        new GatewayMemory(event.gateway(), said, new TreeMap<>(), Carry.NONE));
  }
}
