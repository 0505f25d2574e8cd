package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.GatewayId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Which gateways of a task are to be concluded anew: those whose time has come, then those whose
 * evidence changed, longest waiting first. The stores are the truth; memory mirrors them so that an
 * idle tick costs nothing.
 */
final class Agenda {

  static final String DIRTY = "dirty";
  static final String DUE = "due";

  private static final byte[] MARK = {1};

  private final KeyValueStore<String, byte[]> dirtyStore;
  private final KeyValueStore<String, byte[]> dueStore;
  private final Set<GatewayId> dirty = new LinkedHashSet<>();
  private final Map<GatewayId, Instant> dueAt = new HashMap<>();
  private final NavigableSet<Due> due = new TreeSet<>(Due.ORDER);

  Agenda(KeyValueStore<String, byte[]> dirtyStore, KeyValueStore<String, byte[]> dueStore) {
    this.dirtyStore = dirtyStore;
    this.dueStore = dueStore;
    try (var entries = dirtyStore.all()) {
      while (entries.hasNext()) {
        dirty.add(new GatewayId(entries.next().key));
      }
    }
    try (var entries = dueStore.all()) {
      while (entries.hasNext()) {
        var entry = entries.next();
        var at = Instant.parse(new String(entry.value, StandardCharsets.UTF_8));
        remember(new GatewayId(entry.key), at);
      }
    }
  }

  private record Due(Instant at, GatewayId gateway) {
    static final Comparator<Due> ORDER = Comparator.comparing(Due::at).thenComparing(Due::gateway);
  }

  /** Something about the gateway changed. */
  void mark(GatewayId gateway) {
    if (dirty.add(gateway)) {
      dirtyStore.put(gateway.resourceId(), MARK);
    }
  }

  /** The next to conclude; the same again until it is settled. */
  Optional<GatewayId> next(Instant asOf) {
    if (!due.isEmpty() && !due.first().at().isAfter(asOf)) {
      return Optional.of(due.first().gateway());
    }
    return dirty.stream().findFirst();
  }

  /** The gateway was concluded; time alone changes the result at {@code next} at the earliest. */
  void settle(GatewayId gateway, Optional<Instant> next) {
    if (dirty.remove(gateway)) {
      dirtyStore.delete(gateway.resourceId());
    }
    var before = dueAt.get(gateway);
    if (next.equals(Optional.ofNullable(before))) {
      return;
    }
    if (before != null) {
      dueAt.remove(gateway);
      due.remove(new Due(before, gateway));
      dueStore.delete(gateway.resourceId());
    }
    next.ifPresent(
        at -> {
          remember(gateway, at);
          dueStore.put(gateway.resourceId(), at.toString().getBytes(StandardCharsets.UTF_8));
        });
  }

  /** Whether it is to be concluded. */
  boolean awaits(GatewayId gateway, Instant asOf) {
    var at = dueAt.get(gateway);
    return dirty.contains(gateway) || (at != null && !at.isAfter(asOf));
  }

  int dirty() {
    return dirty.size();
  }

  private void remember(GatewayId gateway, Instant at) {
    dueAt.put(gateway, at);
    due.add(new Due(at, gateway));
  }
}
