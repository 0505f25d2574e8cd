package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.AzureResources;
import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.AzureResources.VnetGateway;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Connection.FarEnd;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes an inventory out of what Azure knows: far ends written in, sites by rule 31. */
public final class Topology {
  private final Map<String, LocalGateway> locals = new HashMap<>();
  private final Map<GatewayId, VnetGateway> gateways = new TreeMap<>();
  private final Map<String, String> sites;

  private Topology(AzureResources resources) {
    resources.localGateways().forEach(local -> locals.put(local.id(), local));
    resources.vnetGateways().forEach(gateway -> gateways.put(gateway.id(), gateway));
    sites = Sites.of(resources.localGateways());
  }

  /**
   * The inventory that these resources make. A connection whose far end is missing is left out.
   *
   * @param hash of what it was read from; stands in every incident concluded with it
   */
  public static Inventory of(AzureResources resources, String hash) {
    var topology = new Topology(resources);
    var all = new TreeMap<GatewayId, GatewayTopology>();
    for (var gateway : topology.gateways.values()) {
      var connections =
          resources.connections().stream()
              .filter(connection -> connection.gateway().equals(gateway.id()))
              .sorted(Comparator.comparing(VpnConnection::name))
              .map(topology::connection)
              .flatMap(Optional::stream)
              .toList();
      all.put(
          gateway.id(),
          new GatewayTopology(
              gateway.id(),
              gateway.activeActive(),
              gateway.policyBased(),
              gateway.location(),
              gateway.sku(),
              connections));
    }
    return Inventory.of(all, hash);
  }

  /** Empty when its far end is missing from the export. */
  private Optional<Connection> connection(VpnConnection of) {
    return of.vnetToVnet() ? toGateway(of) : toDevice(of);
  }

  private Optional<Connection> toDevice(VpnConnection of) {
    return Optional.ofNullable(locals.get(of.far()))
        .map(
            local ->
                new Connection(
                    of.name(),
                    sites.getOrDefault(local.id(), local.name()),
                    new FarEnd.Device(),
                    local.ip().stream().toList(),
                    of.bgp() ? local.bgp() : Optional.empty(),
                    prefixes(local, of.bgp()),
                    of.timers()));
  }

  /** The BGP peer's own address stands in the address space too and leads nowhere else. */
  private static List<Prefix> prefixes(LocalGateway local, boolean bgp) {
    var peer = local.bgp().map(Connection.Bgp::peer).filter(_ -> bgp);
    return local.prefixes().stream().filter(p -> !isHost(p, peer)).toList();
  }

  private static boolean isHost(Prefix prefix, Optional<IpAddress> address) {
    return address.filter(peer -> prefix.equals(Prefix.host(peer))).isPresent();
  }

  private Optional<Connection> toGateway(VpnConnection of) {
    return Optional.ofNullable(gateways.get(new GatewayId(of.far())))
        .map(
            far ->
                new Connection(
                    of.name(),
                    far.id().name(),
                    new FarEnd.Gateway(far.id(), far.activeActive()),
                    far.publicIps(),
                    of.bgp() ? far.bgp() : Optional.empty(),
                    List.of(),
                    of.timers()));
  }
}
