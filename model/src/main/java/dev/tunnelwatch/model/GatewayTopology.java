package dev.tunnelwatch.model;

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

  public GatewayTopology {
    connections = List.copyOf(connections);
  }
}
