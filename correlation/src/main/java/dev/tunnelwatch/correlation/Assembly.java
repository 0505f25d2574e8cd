package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.AzureResources.Front;
import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.AzureResources.VnetGateway;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Connection.FarEnd;
import dev.tunnelwatch.model.Connection.Timers;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes into each gateway what its connections reach (rules 29 and 31). */
final class Assembly {
  /** So many resources of one type are in a resource group at most. */
  private static final int MOST = 800;

  private final Estate estate;

  /** The connections of VNet-to-VNet by the gateway at their far end. */
  private final SortedMap<GatewayId, List<VpnConnection>> towards = new TreeMap<>();

  Assembly(Estate estate) {
    this.estate = estate;
    for (var connections : estate.connections.values()) {
      connections.stream()
          .filter(VpnConnection::vnetToVnet)
          .forEach(
              connection ->
                  towards
                      .computeIfAbsent(new GatewayId(connection.far()), _ -> new ArrayList<>())
                      .add(connection));
    }
  }

  SortedMap<GatewayId, GatewayTopology> gateways() {
    var all = new TreeMap<GatewayId, GatewayTopology>();
    var unconnected = unconnected();
    for (var gateway : estate.gateways.values()) {
      all.put(
          gateway.id(),
          new GatewayTopology(
              gateway.id(),
              Estate.activeActive(gateway),
              gateway.policyBased(),
              gateway.location(),
              gateway.sku(),
              connections(gateway),
              unconnected.getOrDefault(group(gateway.id().resourceId()), List.of())));
    }
    return all;
  }

  /** Connections are made within a resource group more often than not. */
  private SortedMap<String, List<Connection>> unconnected() {
    var connected = new HashSet<String>();
    estate.connections.values().forEach(of -> of.forEach(one -> connected.add(one.far())));
    var found = new TreeMap<String, List<Connection>>();
    for (var local : estate.locals.values()) {
      var beside = found.computeIfAbsent(group(local.id()), _ -> new ArrayList<>());
      if (!connected.contains(local.id()) && local.ip().isPresent() && beside.size() < MOST) {
        beside.add(toDevice(local.name(), local.bgp().isPresent(), Timers.DEFAULT, local));
      }
    }
    found.replaceAll((_, devices) -> List.copyOf(devices));
    return found;
  }

  /** {@code /subscriptions/s1/resourcegroups/net}. */
  private static String group(String id) {
    int providers = id.indexOf("/providers/");
    return providers < 0 ? "" : id.substring(0, providers);
  }

  private List<Connection> connections(VnetGateway gateway) {
    var found = new ArrayList<Connection>();
    for (var connection : estate.of(gateway.id())) {
      if (connection.vnetToVnet()) {
        found.addAll(toGateway(connection, new GatewayId(connection.far())));
      } else {
        estate.device(connection).map(local -> toDevice(connection, local)).ifPresent(found::add);
      }
    }
    for (var connection : towards.getOrDefault(gateway.id(), List.of())) {
      if (!connects(gateway.id(), connection.gateway())) {
        found.addAll(toGateway(connection, connection.gateway()));
      }
    }
    return found;
  }

  /** The two connections of a VNet-to-VNet tunnel are one path set: either tells of both. */
  private boolean connects(GatewayId from, GatewayId to) {
    return estate.of(from).stream()
        .anyMatch(mine -> mine.vnetToVnet() && mine.far().equals(to.resourceId()));
  }

  private Connection toDevice(VpnConnection of, LocalGateway local) {
    return toDevice(of.name(), of.bgp(), of.timers(), local);
  }

  private Connection toDevice(String name, boolean bgp, Timers timers, LocalGateway local) {
    return new Connection(
        name,
        estate.sites.getOrDefault(local.id(), local.name()),
        new FarEnd.Device(Optional.of(local.name())),
        local.ip().stream().toList(),
        bgp ? local.bgp() : Optional.empty(),
        bgp ? Routing.beyondPeer(local) : local.prefixes(),
        timers);
  }

  /** One for each address of the far end, so that each has the BGP speaker that is behind it. */
  private List<Connection> toGateway(VpnConnection of, GatewayId to) {
    var far = estate.gateway(to.resourceId());
    var farEnd = new FarEnd.Gateway(to, far.map(Estate::activeActive).orElse(false));
    var fronts =
        far.map(VnetGateway::fronts).orElse(List.of()).stream()
            .limit(farEnd.activeActive() ? 2 : 1)
            .toList();
    return fronts.isEmpty()
        ? List.of(toGateway(of, farEnd, Optional.empty()))
        : fronts.stream().map(front -> toGateway(of, farEnd, Optional.of(front))).toList();
  }

  private static Connection toGateway(VpnConnection of, FarEnd.Gateway far, Optional<Front> front) {
    return new Connection(
        of.name(),
        far.gateway().name(),
        far,
        front.map(Front::ip).stream().toList(),
        front.flatMap(Front::bgp).filter(_ -> of.bgp()),
        List.of(),
        of.timers());
  }
}
