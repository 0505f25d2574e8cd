package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The gateway incidents last passed on, by the key they have in the topic. Whose they are is also
 * in memory: nearly all gateways have none, and a search of the store for each conclusion would
 * find that anew.
 */
final class ConcludedIncidents {
  private static final char BEHIND_GATEWAY = '|';

  private final Table store;

  /** By the gateway's id; of those that have any. */
  private final Map<String, Set<String>> keys = new HashMap<>();

  ConcludedIncidents(Table store) {
    this.store = store;
    try (var entries = store.all()) {
      while (entries.hasNext()) {
        var _ = remember(entries.next().key);
      }
    }
  }

  static String key(GatewayId gateway, GatewayIncident incident) {
    return gateway.resourceId() + BEHIND_GATEWAY + incident.incident().id();
  }

  /** A gateway's id may hold what stands behind it; an incident's does not. */
  private static String gatewayOf(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf(BEHIND_GATEWAY)));
  }

  private boolean remember(String key) {
    return keys.computeIfAbsent(gatewayOf(key), _ -> new HashSet<>(2)).add(key);
  }

  boolean hasAny(GatewayId gateway) {
    return keys.containsKey(gateway.resourceId());
  }

  /** The keys of a gateway's. */
  Set<String> of(GatewayId gateway) {
    return Set.copyOf(keys.getOrDefault(gateway.resourceId(), Set.of()));
  }

  /** False when it stood there so already. */
  boolean put(String key, byte[] value) {
    boolean isNew = remember(key);
    if (!isNew && Arrays.equals(value, store.get(key))) {
      return false;
    }
    store.put(key, value);
    return true;
  }

  void delete(String key) {
    keys.computeIfPresent(
        gatewayOf(key),
        (_, its) -> {
          its.remove(key);
          return its.isEmpty() ? null : its;
        });
    store.delete(key);
  }
}
