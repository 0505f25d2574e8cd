package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.DelayHistogram;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.records.GatewayIncidentJson;
import dev.tunnelwatch.records.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway incidents of the whole fleet and the D each came with. In the store: D, a line feed,
 * the value as it came.
 */
final class FleetMembers {

  private static final Logger LOG = LoggerFactory.getLogger(FleetMembers.class);

  private final KeyValueStore<String, byte[]> store;
  private final Map<String, Member> members = new TreeMap<>();

  FleetMembers(KeyValueStore<String, byte[]> store) {
    this.store = store;
    try (var entries = store.all()) {
      while (entries.hasNext()) {
        var entry = entries.next();
        read(entry.value).ifPresent(member -> members.put(entry.key, member));
      }
    }
  }

  private record Member(GatewayIncident incident, Duration delay) {}

  /** True when something is other than before. */
  boolean take(Record<String, byte[]> record) {
    var key = record.key();
    if (key == null) {
      return false;
    }
    if (record.value() == null) {
      store.delete(key);
      return members.remove(key) != null;
    }
    var delay = RecordHeaders.delay(record.headers()).orElse(DelayHistogram.UNKNOWN);
    var head = (delay.toString() + '\n').getBytes(StandardCharsets.UTF_8);
    var entry = Arrays.copyOf(head, head.length + record.value().length);
    System.arraycopy(record.value(), 0, entry, head.length, record.value().length);
    var member = read(entry);
    if (member.isEmpty() || member.get().equals(members.put(key, member.get()))) {
      return false;
    }
    store.put(key, entry);
    return true;
  }

  Collection<GatewayIncident> incidents() {
    return members.values().stream().map(Member::incident).toList();
  }

  /** The longest D of the gateway's incidents; empty when it has none. */
  Optional<Duration> delay(GatewayId gateway) {
    return members.values().stream()
        .filter(member -> member.incident().gateway().equals(gateway))
        .map(Member::delay)
        .max(Duration::compareTo);
  }

  private static Optional<Member> read(byte[] entry) {
    try {
      int end = 0;
      while (entry[end] != '\n') {
        end++;
      }
      var delay = Duration.parse(new String(entry, 0, end, StandardCharsets.UTF_8));
      var json = Arrays.copyOfRange(entry, end + 1, entry.length);
      return Optional.of(new Member(GatewayIncidentJson.read(json), delay));
    } catch (MalformedJsonException e) {
      LOG.atWarn().setCause(e).log("gateway incident not understood");
      return Optional.empty();
    }
  }
}
