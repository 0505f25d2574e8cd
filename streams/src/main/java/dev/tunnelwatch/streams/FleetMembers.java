package dev.tunnelwatch.streams;

import static java.util.Objects.requireNonNull;

import dev.tunnelwatch.correlation.DelayHistogram;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.records.GatewayIncidentJson;
import dev.tunnelwatch.records.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway incidents of the whole fleet and the D each came with. One that its gateway has let
 * go of stays for as long as it is part of a fault that goes on elsewhere. In the store: D, a blank
 * and a word where it was let go of, a line feed, the value as it came.
 */
final class FleetMembers {

  private static final Logger LOG = LoggerFactory.getLogger(FleetMembers.class);

  private static final String FORGOTTEN = " forgotten";

  private final Table store;
  private final Map<String, Member> members = new TreeMap<>();

  /** The longest D of each gateway's incidents; empty when there are others since. */
  private Optional<Map<GatewayId, Duration>> delays = Optional.empty();

  FleetMembers(Table store) {
    this.store = store;
    try (var entries = store.all()) {
      while (entries.hasNext()) {
        var entry = entries.next();
        read(entry.value).ifPresent(member -> members.put(entry.key, member));
      }
    }
  }

  private record Member(GatewayIncident incident, Duration delay, boolean forgotten) {
    private Member asForgotten() {
      return new Member(incident, delay, true);
    }
  }

  /** True when something is other than before. */
  boolean take(Record<String, byte[]> record) {
    var key = record.key();
    if (key == null) {
      return false;
    }
    if (record.value() == null) {
      return RecordHeaders.text(record.headers(), RecordHeaders.FORGOTTEN).isPresent()
          ? forget(key)
          : remove(key);
    }
    var delay = RecordHeaders.delay(record.headers()).orElse(DelayHistogram.UNKNOWN);
    var entry = entry(delay.toString(), record.value());
    var member = read(entry);
    if (member.isEmpty() || member.get().equals(members.put(key, member.get()))) {
      return false;
    }
    delays = Optional.empty();
    store.put(key, entry);
    return true;
  }

  private boolean remove(String key) {
    delays = Optional.empty();
    store.delete(key);
    return members.remove(key) != null;
  }

  /** True always: whether it is still needed shows when the fleet is concluded. */
  private boolean forget(String key) {
    var member = members.get(key);
    if (member != null) {
      members.put(key, member.asForgotten());
      var value = requireNonNull(store.get(key)); // kept beside the member
      store.put(key, entry(member.delay() + FORGOTTEN, tail(value)));
    }
    return true;
  }

  /** Lets go of what gateways have forgotten, where the fault that it is part of is over. */
  void release(Predicate<GatewayIncident> isOver) {
    var gone =
        members.entrySet().stream()
            .filter(each -> each.getValue().forgotten())
            .filter(each -> isOver.test(each.getValue().incident()))
            .map(Map.Entry::getKey)
            .toList();
    gone.forEach(this::remove);
  }

  /** Those that their gateways still tell of. */
  List<GatewayIncident> remembered() {
    return members.values().stream()
        .filter(member -> !member.forgotten())
        .map(Member::incident)
        .toList();
  }

  Collection<GatewayIncident> incidents() {
    return members.values().stream().map(Member::incident).toList();
  }

  /**
   * The longest D of the gateway's incidents; empty when it has none. Asked for every incident that
   * was computed, so that it is gathered once for all of them.
   */
  Optional<Duration> delay(GatewayId gateway) {
    if (delays.isEmpty()) {
      delays = Optional.of(longest());
    }
    return Optional.ofNullable(delays.get().get(gateway));
  }

  private Map<GatewayId, Duration> longest() {
    var longest = new HashMap<GatewayId, Duration>();
    for (var member : members.values()) {
      longest.merge(
          member.incident().gateway(),
          member.delay(),
          (one, other) -> one.compareTo(other) < 0 ? other : one);
    }
    return longest;
  }

  private static byte[] entry(String head, byte[] value) {
    var begin = (head + '\n').getBytes(StandardCharsets.UTF_8);
    var entry = Arrays.copyOf(begin, begin.length + value.length);
    System.arraycopy(value, 0, entry, begin.length, value.length);
    return entry;
  }

  private static int head(byte[] entry) {
    int end = 0;
    while (entry[end] != '\n') {
      end++;
    }
    return end;
  }

  private static byte[] tail(byte[] entry) {
    return Arrays.copyOfRange(entry, head(entry) + 1, entry.length);
  }

  private static Optional<Member> read(byte[] entry) {
    try {
      var head = new String(entry, 0, head(entry), StandardCharsets.UTF_8);
      boolean forgotten = head.endsWith(FORGOTTEN);
      var delay = Duration.parse(forgotten ? head.replace(FORGOTTEN, "") : head);
      return Optional.of(new Member(GatewayIncidentJson.read(tail(entry)), delay, forgotten));
    } catch (MalformedJsonException e) {
      LOG.atWarn().setCause(e).log("gateway incident not understood");
      return Optional.empty();
    }
  }
}
