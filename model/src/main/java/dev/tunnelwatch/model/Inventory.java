package dev.tunnelwatch.model;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything the user told us about the fleet.
 *
 * @param hash stands in every incident concluded with it; empty when there is no inventory
 */
public record Inventory(SortedMap<GatewayId, GatewayTopology> gateways, Optional<String> hash) {

  public static final Inventory NONE = new Inventory(new TreeMap<>(), Optional.empty());

  public Inventory {
    gateways = Collections.unmodifiableSortedMap(new TreeMap<>(gateways));
  }

  public static Inventory of(Map<GatewayId, GatewayTopology> gateways, String hash) {
    return new Inventory(new TreeMap<>(gateways), Optional.of(hash));
  }

  /** Empty when the gateway is not in the inventory: its topology is then learned. */
  public Optional<GatewayTopology> of(GatewayId gateway) {
    return Optional.ofNullable(gateways.get(gateway));
  }
}
