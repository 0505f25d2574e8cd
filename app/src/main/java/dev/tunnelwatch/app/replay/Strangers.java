package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Counted;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** What the logs name and the inventory lacks: of what has incidents the topology is learned. */
final class Strangers {

  private static final int TOLD = 3;

  private Strangers() {}

  /** A sentence about each sort of it, as far as there is any. */
  static List<String> of(Inventory inventory, List<Incident> incidents, List<Uninvited> uninvited) {
    if (inventory.hash().isEmpty()) {
      return List.of();
    }
    var gateways = new TreeSet<String>();
    var peers = new TreeSet<String>();
    for (var incident : incidents) {
      for (var gateway : incident.scope().gateways()) {
        if (inventory.of(gateway).isEmpty()) {
          gateways.add(gateway.resourceId());
        }
      }
      for (var tunnel : incident.scope().tunnels()) {
        if (inventory.of(tunnel.gateway()).filter(of -> lacks(of, tunnel.remoteIp())).isPresent()) {
          peers.add(tunnel.gateway().name() + ' ' + tunnel.remoteIp());
        }
      }
    }
    var told = new ArrayList<String>();
    tell("gateway", "gateways", " with incidents, whose topology is learned", gateways, told);
    tell("connection", "connections", " to peers with incidents, learned instead", peers, told);
    var refused = uninvited.stream().map(Uninvited::toString).toList();
    tell(
        "peer that negotiates",
        "peers that negotiate",
        " in vain; is one yours, then the export is older than its connection",
        refused,
        told);
    return told;
  }

  /** A connection of no known address may lead there; that it has none is told by itself. */
  private static boolean lacks(GatewayTopology topology, IpAddress peer) {
    return topology.connections().stream()
        .map(Connection::remoteIps)
        .noneMatch(ips -> ips.isEmpty() || ips.contains(peer));
  }

  private static void tell(
      String one, String many, String what, Collection<String> lacking, List<String> told) {
    if (!lacking.isEmpty()) {
      var first = String.join(", ", lacking.stream().limit(TOLD).toList());
      told.add("lacks " + Counted.of(lacking.size(), one, many) + what + ": " + first);
    }
  }
}
