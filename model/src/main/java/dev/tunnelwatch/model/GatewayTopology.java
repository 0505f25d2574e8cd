package dev.tunnelwatch.model;

import java.time.Duration;
import java.util.List;

/**
 * One gateway as its owner exported it, with what crosses gateways written in.
 *
 * @param location Azure's name of the region: {@code westeurope}
 * @param sku {@code VpnGw2AZ}; decides limits only
 */
public record GatewayTopology(
    GatewayId gateway,
    boolean activeActive,
    boolean policyBased,
    String location,
    String sku,
    List<Connection> connections) {

  private static final Duration IKE = Duration.ofHours(8);
  private static final Duration CHILD = Duration.ofMinutes(450);

  /** On policy-based and Virtual WAN gateways. */
  private static final Duration SHORT = Duration.ofHours(1);

  public GatewayTopology {
    connections = List.copyOf(connections);
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
