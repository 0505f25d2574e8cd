package dev.tunnelwatch.model;

import java.time.Duration;
import java.util.List;

/**
 * One gateway as its owner exported it, with what crosses gateways written in.
 *
 * @param location Azure's name of the region: {@code westeurope}
 * @param sku {@code VpnGw2AZ}; decides limits only
 * @param unconnected devices beside it that no connection in the export leads to. One that is heard
 *     all the same is connected: exports are often incomplete.
 */
public record GatewayTopology(
    GatewayId gateway,
    boolean activeActive,
    boolean policyBased,
    String location,
    String sku,
    List<Connection> connections,
    List<Connection> unconnected) {

  private static final Duration IKE = Duration.ofHours(8);
  private static final Duration CHILD = Duration.ofMinutes(450);

  /** On policy-based and Virtual WAN gateways. */
  private static final Duration SHORT = Duration.ofHours(1);

  public GatewayTopology {
    connections = List.copyOf(connections);
    unconnected = List.copyOf(unconnected);
  }

  public GatewayTopology(
      GatewayId gateway,
      boolean activeActive,
      boolean policyBased,
      String location,
      String sku,
      List<Connection> connections) {
    this(gateway, activeActive, policyBased, location, sku, connections, List.of());
  }

  /** Azure's smallest: never active-active, and without BGP. */
  public boolean basic() {
    return sku.equalsIgnoreCase("Basic");
  }

  /** How old an SA may be when it ends unless it was renewed, by Azure's defaults (rule 27). */
  public static List<Duration> saLifetimes(GatewayId gateway, boolean policyBased) {
    return policyBased || gateway.virtualWan() ? List.of(SHORT) : List.of(IKE, CHILD);
  }
}
