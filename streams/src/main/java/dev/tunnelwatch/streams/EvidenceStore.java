package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.EvidenceSet;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.records.EventJson;
import dev.tunnelwatch.records.MalformedJsonException;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The evidence of a task's gateways, kept entry by entry (design 8.3). What is kept and what is
 * dropped is for {@link EvidenceSet} to say; the sets of the gateways heard last stay in memory.
 */
final class EvidenceStore {

  static final String EVENTS = "evidence";
  static final String PRESENCE = "presence";

  private static final int SETS_IN_MEMORY = 128;
  private static final Logger LOG = LoggerFactory.getLogger(EvidenceStore.class);

  private final KeyValueStore<String, byte[]> events;
  private final KeyValueStore<String, byte[]> presence;
  private final Map<GatewayId, EvidenceSet> sets = new LinkedHashMap<>(16, 0.75f, true);

  EvidenceStore(ProcessingContext context) {
    events = Tables.open(context, EVENTS);
    presence = Tables.open(context, PRESENCE);
  }

  static List<StoreBuilder<KeyValueStore<String, byte[]>>> stores() {
    return List.of(Tables.onDisk(EVENTS), Tables.onDisk(PRESENCE));
  }

  /** True when the evidence is another than before. */
  boolean add(GatewayEvent event) {
    var change = of(event.gateway()).add(event);
    if (change.put()) {
      events.put(EvidenceSet.entryKey(event), EventJson.write(event));
    }
    change.dropped().forEach(events::delete);
    return change.put() || !change.dropped().isEmpty();
  }

  /** True when a bit was set that was not; needs no more than the hour's bits. */
  boolean add(Presence sign) {
    var key = EvidenceSet.presenceKey(sign);
    long before = bits(presence.get(key));
    long after = before | 1L << sign.at().atOffset(ZoneOffset.UTC).getMinute();
    if (after == before) {
      return false;
    }
    presence.put(key, ByteBuffer.allocate(Long.BYTES).putLong(after).array());
    var set = sets.get(sign.gateway());
    if (set != null) {
      set.addPresence(key, after);
    }
    return true;
  }

  EvidenceSet of(GatewayId gateway) {
    var known = sets.get(gateway);
    if (known != null) {
      return known;
    }
    var loaded = load(gateway);
    sets.put(gateway, loaded);
    if (sets.size() > SETS_IN_MEMORY) {
      sets.remove(sets.keySet().iterator().next());
    }
    return loaded;
  }

  private EvidenceSet load(GatewayId gateway) {
    var set = EvidenceSet.empty(gateway);
    var prefix = gateway.resourceId() + '|';
    try (var entries = Tables.under(events, prefix)) {
      while (entries.hasNext()) {
        var entry = entries.next();
        read(set, gateway, entry.value);
      }
    }
    try (var entries = Tables.under(presence, prefix)) {
      while (entries.hasNext()) {
        var entry = entries.next();
        set.addPresence(entry.key, bits(entry.value));
      }
    }
    return set;
  }

  private static void read(EvidenceSet set, GatewayId gateway, byte[] value) {
    try {
      var event = EventJson.read(value);
      if (event.gateway().equals(gateway)) { // an id may hold the separator
        var _ = set.add(event);
      }
    } catch (MalformedJsonException e) {
      LOG.atWarn().addKeyValue("gateway", gateway).setCause(e).log("stored evidence left out");
    }
  }

  private static long bits(byte[] value) {
    return value == null || value.length != Long.BYTES ? 0 : ByteBuffer.wrap(value).getLong();
  }
}
