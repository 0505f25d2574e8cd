package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.TunnelHistory.Up;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** How a gateway is laid out, from the inventory or learned from its tunnels (rules 29 and 31). */
final class Layout {
  /** Both instances up to one peer for so long: the gateway is active-active (rule 29). */
  private static final Duration TOGETHER = Duration.ofMinutes(5);

  private final GatewayId gateway;
  private final boolean policyBased;
  private final Optional<Instant> activeActiveSince;
  private final SortedMap<IpAddress, Connection> connections = new TreeMap<>();
  private final SortedMap<IpAddress, Connection> unconnected = new TreeMap<>();
  private final NavigableSet<IpAddress> remotes = new TreeSet<>();
  private final NavigableSet<String> nowhere = new TreeSet<>();
  private boolean inventoried;
  private boolean complete;

  private Layout(GatewayId gateway, boolean policyBased, Optional<Instant> activeActiveSince) {
    this.gateway = gateway;
    this.policyBased = policyBased;
    this.activeActiveSince = activeActiveSince;
  }

  static Layout of(
      GatewayId gateway,
      Optional<GatewayTopology> topology,
      SortedMap<TunnelId, TunnelHistory> histories,
      Carry carry) {
    var since =
        topology.isPresent()
            ? topology.filter(GatewayTopology::activeActive).map(_ -> Instant.MIN)
            : learned(histories, carry, Instant.MAX);
    var layout =
        new Layout(gateway, topology.map(GatewayTopology::policyBased).orElse(false), since);
    for (var connection : topology.map(GatewayTopology::connections).orElse(List.of())) {
      connection.remoteIps().forEach(ip -> layout.connections.putIfAbsent(ip, connection));
    }
    layout.inventoried = topology.isPresent();
    layout.complete =
        topology.isPresent()
            && topology.get().connections().stream().noneMatch(c -> c.remoteIps().isEmpty());
    histories.keySet().forEach(tunnel -> layout.remotes.add(tunnel.remoteIp()));
    topology.ifPresent(layout::connectTheHeard);
    topology.ifPresent(layout::placeTheOne);
    layout.remotes.addAll(layout.connections.keySet());
    return layout;
  }

  /** A device without a connection that tunnels go to has one which the export lacks. */
  private void connectTheHeard(GatewayTopology topology) {
    for (var device : topology.unconnected()) {
      for (var ip : device.remoteIps()) {
        unconnected.putIfAbsent(ip, device);
        if (remotes.contains(ip)) {
          connections.putIfAbsent(ip, device);
        }
      }
    }
  }

  /** An address that no connection has is that of the one connection without an address. */
  private void placeTheOne(GatewayTopology topology) {
    var without = topology.connections().stream().filter(c -> c.remoteIps().isEmpty()).toList();
    var strange = remotes.stream().filter(remote -> !connections.containsKey(remote)).toList();
    if (without.size() == 1 && strange.size() == 1) {
      var place = without.getFirst();
      connections.put(strange.getFirst(), place.at(strange.getFirst()));
    } else {
      without.forEach(connection -> nowhere.add(connection.name()));
    }
  }

  /** What is learned by then; it applies to conditions that start later. */
  static Optional<Instant> learned(
      SortedMap<TunnelId, TunnelHistory> histories, Carry carry, Instant by) {
    var seen =
        histories.values().stream()
            .filter(history -> history.tunnel().instance() == Instance.IN_0)
            .flatMap(
                one -> {
                  var id = one.tunnel();
                  var twin =
                      histories.get(new TunnelId(id.gateway(), Instance.IN_1, id.remoteIp()));
                  return twin == null
                      ? Stream.empty()
                      : together(known(one, carry, by), known(twin, carry, by));
                });
    return Stream.concat(carry.activeActiveSince().stream(), seen).min(Comparator.naturalOrder());
  }

  private static Stream<Instant> together(List<Up> ones, List<Up> others) {
    return ones.stream()
        .flatMap(one -> others.stream().map(other -> overlap(one, other)))
        .filter(up -> !up.to().isBefore(up.from().plus(TOGETHER)))
        .map(up -> up.from().plus(TOGETHER));
  }

  private static Up overlap(Up one, Up other) {
    return new Up(
        one.from().isAfter(other.from()) ? one.from() : other.from(),
        one.to().isBefore(other.to()) ? one.to() : other.to(),
        true);
  }

  /** What is only presumed proves nothing; what was over at a cut has been learned from. */
  private static List<Up> known(TunnelHistory history, Carry carry, Instant by) {
    return history.ups().stream()
        .filter(up -> up.to().isAfter(carry.cut()))
        .map(up -> carry.exact(history.tunnel(), up))
        .filter(Up::seen)
        .map(up -> new Up(up.from(), up.to().isBefore(by) ? up.to() : by, true))
        .toList();
  }

  GatewayId gateway() {
    return gateway;
  }

  /** True where the gateway writes no tunnel log at all. */
  boolean tunnelsUnseen() {
    return policyBased;
  }

  /** By an inventory: else it may only not be known yet (rule 29). */
  boolean isKnownStandby() {
    return inventoried && activeActiveSince.isEmpty();
  }

  boolean activeActiveAt(Instant at) {
    return activeActiveSince.filter(since -> !at.isBefore(since)).isPresent();
  }

  NavigableSet<IpAddress> remotes() {
    return remotes;
  }

  /** Whether an inventory that names every peer's address does not name this one. */
  boolean isStranger(IpAddress remote) {
    return complete && !remotes.contains(remote) && !unconnected.containsKey(remote);
  }

  /** Whether all that is known of a peer is what its tunnels say. */
  boolean isUnlisted(IpAddress remote) {
    return !connections.containsKey(remote);
  }

  Optional<Connection> connection(IpAddress remote) {
    return Optional.ofNullable(connections.get(remote))
        .or(() -> Optional.ofNullable(unconnected.get(remote)));
  }

  /** The names of the connections whose address nobody knows. */
  NavigableSet<String> nowhere() {
    return nowhere;
  }

  Collection<Connection> connections() {
    return connections.values();
  }

  /** The site behind a remote IP; without an inventory each remote IP is its own. */
  String site(IpAddress remote) {
    return connection(remote).map(Connection::site).orElse(remote.text());
  }

  /** The same device, or the two instances of one gateway at the far end (rule 29). */
  boolean samePeer(IpAddress one, IpAddress other) {
    return one.equals(other) || (leadsToGateway(one) && farEnd(one).equals(farEnd(other)));
  }

  /** A gateway at the far end has a connection per address, each with its BGP speaker. */
  private Optional<Connection.FarEnd> farEnd(IpAddress remote) {
    return connection(remote).map(Connection::farEnd);
  }

  /** Whether the far end is Azure's, whose addresses are no devices of a site. */
  boolean leadsToGateway(IpAddress remote) {
    return connection(remote).filter(Layout::leadsToGateway).isPresent();
  }

  private static boolean leadsToGateway(Connection connection) {
    return connection.farEnd() instanceof Connection.FarEnd.Gateway;
  }

  Duration dpd(IpAddress remote) {
    return connection(remote).map(Connection::timers).orElse(Connection.Timers.DEFAULT).dpd();
  }

  /** How old an SA to that peer may be when it ends unless it was renewed (rule 27). */
  List<Duration> saLifetimes(IpAddress remote) {
    return connection(remote)
        .map(Connection::timers)
        .flatMap(Connection.Timers::saLifetime)
        .map(List::of)
        .orElseGet(() -> GatewayTopology.saLifetimes(gateway, policyBased));
  }

  NavigableSet<String> sites(Collection<IpAddress> of) {
    var sites = new TreeSet<String>();
    of.forEach(remote -> sites.add(site(remote)));
    return sites;
  }

  /** The entity of the paths to these peers, on one instance or on both (rule 29). */
  NavigableSet<String> paths(Collection<IpAddress> to, Optional<Instance> on, Instant at) {
    var paths = new TreeSet<String>();
    for (var remote : to) {
      if (!activeActiveAt(at)) {
        paths.add(Entities.path(gateway, remote));
        continue;
      }
      for (var instance : Instance.values()) {
        if (on.isEmpty() || on.get() == instance) {
          paths.add(new TunnelId(gateway, instance, remote).label());
        }
      }
    }
    return paths;
  }

  NavigableSet<IpAddress> remotesOf(String site) {
    var found = new TreeSet<IpAddress>();
    remotes.stream().filter(remote -> site(remote).equals(site)).forEach(found::add);
    return found;
  }

  /** The path a tunnel is, or is part of. */
  String path(TunnelId tunnel, Instant at) {
    return activeActiveAt(at) ? tunnel.label() : Entities.path(gateway, tunnel.remoteIp());
  }
}
