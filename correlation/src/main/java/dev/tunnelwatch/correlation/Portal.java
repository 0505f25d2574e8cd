package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.TunnelId;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The names under which a person finds in Azure what an incident is about. */
final class Portal {
  private static final int NAMED = 3;

  private Portal() {}

  /**
   * For one gateway: {@code In Azure: connection to-paris of gw-weu, resource group net.}
   *
   * @param remotes of the connections to be named; none names the gateway alone
   */
  static String of(Layout layout, Collection<IpAddress> remotes) {
    boolean unknown = remotes.stream().anyMatch(ip -> layout.connection(ip).isEmpty());
    var nowhere = layout.nowhere();
    var guess =
        unknown && !nowhere.isEmpty()
            ? " The inventory has no address of "
                + nowhere.stream().limit(NAMED).collect(Collectors.joining(", "))
                + more(nowhere.size())
                + ": it may be that."
            : "";
    return sentence(place(layout.gateway(), named(remotes, layout::connection))) + guess;
  }

  /** For several, by the tunnels that were lost. */
  static String of(Inventory inventory, Collection<TunnelId> tunnels) {
    var gateways = new TreeSet<>(tunnels.stream().map(TunnelId::gateway).toList());
    return sentence(
        gateways.stream()
            .limit(NAMED)
            .map(
                gateway -> {
                  var remotes =
                      tunnels.stream()
                          .filter(tunnel -> tunnel.gateway().equals(gateway))
                          .map(TunnelId::remoteIp)
                          .toList();
                  var connections =
                      inventory.of(gateway).map(GatewayTopology::connections).orElse(List.of());
                  return place(gateway, named(remotes, ip -> leadingTo(ip, connections)));
                })
            .collect(Collectors.joining("; ", "", more(gateways.size()))));
  }

  private static Optional<Connection> leadingTo(
      IpAddress remote, Collection<Connection> connections) {
    return connections.stream().filter(c -> c.remoteIps().contains(remote)).findFirst();
  }

  private static NavigableSet<String> named(
      Collection<IpAddress> remotes, Function<IpAddress, Optional<Connection>> connection) {
    return new TreeSet<>(
        remotes.stream().map(connection).flatMap(Optional::stream).map(Connection::name).toList());
  }

  /** Of a site with many connections the first, since the gateway's page lists them all. */
  private static String place(GatewayId gateway, Collection<String> connections) {
    var names = connections.stream().limit(NAMED).collect(Collectors.joining(", "));
    var what =
        switch (connections.size()) {
          case 0 -> "gateway " + gateway.name();
          case 1 -> "connection " + names + " of " + gateway.name();
          default -> "connections " + names + more(connections.size()) + " of " + gateway.name();
        };
    return what + gateway.resourceGroup().map(group -> ", resource group " + group).orElse("");
  }

  private static String more(int all) {
    return all > NAMED ? " and " + (all - NAMED) + " more" : "";
  }

  private static String sentence(String places) {
    return "In Azure: " + places + '.';
  }
}
