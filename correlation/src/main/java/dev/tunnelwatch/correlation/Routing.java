package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.AzureResources.LocalGateway;
import dev.tunnelwatch.model.AzureResources.VpnConnection;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Prefix;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How gateways know what lies behind a device: by BGP, or by the address space they were given.
 * Devices of one site have one system, or share addresses: else none can stand in for another.
 */
final class Routing {
  private final Set<String> byBgp = new HashSet<>();
  private final Set<String> connected = new HashSet<>();
  private final Set<String> standIns;

  Routing(Collection<List<VpnConnection>> connections, Set<String> standIns) {
    this.standIns = standIns;
    for (var ofGateway : connections) {
      for (var connection : ofGateway) {
        connected.add(connection.far());
        if (connection.bgp()) {
          byBgp.add(connection.far());
        }
      }
    }
  }

  /** Whether the export describes it: of what it lacks, nothing can be told but a name. */
  boolean isGiven(LocalGateway local) {
    return !standIns.contains(local.id());
  }

  /** Its system, if routes to it come by BGP; as its settings say where no connection tells. */
  Optional<Long> system(LocalGateway local) {
    boolean bgp = byBgp.contains(local.id()) || !connected.contains(local.id());
    return Sites.asn(local).filter(_ -> bgp);
  }

  /** The addresses that lead to it whatever BGP says. */
  List<Prefix> space(LocalGateway local) {
    boolean bgp = byBgp.contains(local.id()) || system(local).isPresent();
    return bgp ? List.of() : beyondPeer(local);
  }

  /** Whether anything but its name tells whose device it is. */
  boolean says(LocalGateway local) {
    return system(local).isPresent() || !space(local).isEmpty();
  }

  /** The BGP peer's own address stands in the address space too and leads nowhere else. */
  static List<Prefix> beyondPeer(LocalGateway local) {
    var own = local.bgp().map(Connection.Bgp::peer).map(Prefix::host);
    return local.prefixes().stream().filter(prefix -> !own.equals(Optional.of(prefix))).toList();
  }
}
