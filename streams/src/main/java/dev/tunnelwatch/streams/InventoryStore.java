package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.records.MalformedJsonException;
import dev.tunnelwatch.records.TopologyJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inventory of the gateways at hand: in the store line by line, read once. An entry is the hash
 * of the inventory it came with, a line feed, and the topology as JSON.
 */
final class InventoryStore {

  private static final Logger LOG = LoggerFactory.getLogger(InventoryStore.class);

  private final Table store;
  private final Map<GatewayId, Known> known = new TreeMap<>();

  InventoryStore(Table store) {
    this.store = store;
    try (var entries = store.all()) {
      while (entries.hasNext()) {
        read(entries.next().value).ifPresent(k -> known.put(k.topology().gateway(), k));
      }
    }
  }

  /** What the inventory of that hash, if it has one, says of one gateway. */
  record Known(GatewayTopology topology, Optional<String> hash) {}

  /**
   * Whether it can be handed on and kept: a producer that compresses may have had more taken by
   * Kafka than ours is allowed to send. What does not fit is left out, and what was known stays.
   */
  static boolean fits(String key, byte[] value) {
    if (key == null || value == null || EntrySize.of(key, value) <= EntrySize.MOST) {
      return true;
    }
    LOG.atError()
        .addKeyValue("gateway", "%.200s".formatted(key))
        .addKeyValue("bytes", EntrySize.of(key, value))
        .log("inventory of a gateway is too large, left out");
    return false;
  }

  /** The gateway whose inventory changed; empty when nothing did, or it was not understood. */
  Optional<GatewayId> take(Record<String, byte[]> record) {
    if (record.key() == null) {
      return Optional.empty();
    }
    if (record.value() == null) {
      return forget(record.key());
    }
    var entry = entry(record);
    var next = fits(record.key(), entry) ? read(entry) : Optional.<Known>empty();
    if (next.isEmpty()) {
      return Optional.empty();
    }
    var gateway = next.get().topology().gateway();
    if (next.get().equals(known.put(gateway, next.get()))) {
      return Optional.empty();
    }
    store.put(gateway.resourceId(), entry);
    return Optional.of(gateway);
  }

  Optional<Known> of(GatewayId gateway) {
    return Optional.ofNullable(known.get(gateway));
  }

  Map<GatewayId, Known> all() {
    return known;
  }

  private Optional<GatewayId> forget(String key) {
    store.delete(key);
    return known.keySet().stream()
        .filter(gateway -> gateway.resourceId().equals(key))
        .findFirst()
        .filter(gateway -> known.remove(gateway) != null);
  }

  private static byte[] entry(Record<String, byte[]> record) {
    var hash = RecordHeaders.text(record.headers(), Headers.INVENTORY_HASH).orElse("");
    var head = (hash.replace("\n", "") + '\n').getBytes(StandardCharsets.UTF_8);
    var entry = new byte[head.length + record.value().length];
    System.arraycopy(head, 0, entry, 0, head.length);
    System.arraycopy(record.value(), 0, entry, head.length, record.value().length);
    return entry;
  }

  private static Optional<Known> read(byte[] entry) {
    int end = 0;
    while (entry[end] != '\n') {
      end++;
    }
    var hash = new String(entry, 0, end, StandardCharsets.UTF_8);
    var json = Arrays.copyOfRange(entry, end + 1, entry.length);
    try {
      return Optional.of(
          new Known(TopologyJson.read(json), Optional.of(hash).filter(h -> !h.isEmpty())));
    } catch (MalformedJsonException e) {
      LOG.atWarn().setCause(e).log("inventory of a gateway not understood");
      return Optional.empty();
    }
  }
}
