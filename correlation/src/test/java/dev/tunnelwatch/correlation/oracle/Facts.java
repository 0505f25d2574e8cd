package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;

import dev.tunnelwatch.correlation.oracle.Lives.Up;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Presence;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Evidence and layout of one gateway (rules 29 to 31). */
final class Facts {
  final GatewayId gateway;
  final List<GatewayEvent> events;
  final List<Presence> signs;
  final Optional<GatewayTopology> topology;
  final Set<IpAddress> ips = new TreeSet<>();
  private final String name;
  private List<Connection> connections = List.of();
  private final Map<IpAddress, Optional<Connection>> byIp = new HashMap<>();
  private final Map<Class<?>, List<GatewayEvent>> byKind = new HashMap<>();
  private final Map<String, List<Up>> upsOfOne = new HashMap<>();
  private final Map<String, List<Up>> upsOfTwo = new HashMap<>();
  final List<Bit> losses;
  private final Lives lives;
  private long doubleSince = OPEN;

  Facts(
      GatewayId gateway,
      List<GatewayEvent> events,
      List<Presence> signs,
      Optional<GatewayTopology> topology) {
    this.gateway = gateway;
    this.name = gateway.name();
    this.events = events;
    this.signs = signs;
    this.topology = topology;
    lives = new Lives(this);
    told().forEach(connection -> ips.addAll(connection.remoteIps()));
    lives.tunnels.forEach(tunnel -> ips.add(tunnel.remoteIp()));
    connections = placed();
    byIp.clear();
    if (topology.isPresent()) {
      doubleSince = topology.get().activeActive() ? Long.MIN_VALUE : OPEN;
    } else {
      learn();
    }
    losses = Losses.of(this, lives);
  }

  <E extends GatewayEvent> List<E> of(Class<E> kind) {
    return byKind
        .computeIfAbsent(kind, _ -> events.stream().filter(kind::isInstance).toList())
        .stream()
        .map(kind::cast)
        .toList();
  }

  /** Names nobody, and within 2 s another line names somebody else for the same. */
  boolean isAnothers(NegotiationFailed line, IpAddress peer) {
    long t = line.at().toEpochMilli();
    return line.tunnel().remoteIp().isEmpty()
        && of(NegotiationFailed.class).stream()
            .filter(o -> o.tunnel().remoteIp().filter(ip -> !ip.equals(peer)).isPresent())
            .filter(o -> o.reason() == line.reason())
            .filter(o -> Math.abs(o.at().toEpochMilli() - t) <= 2_000)
            .anyMatch(
                o ->
                    o.tunnel().instance().isEmpty()
                        || line.tunnel().instance().isEmpty()
                        || o.tunnel().instance().equals(line.tunnel().instance()));
  }

  /** As exported, the one without an address at the one address that no other has. */
  List<Connection> connections() {
    return connections;
  }

  private List<Connection> placed() {
    var told = told();
    var known = told.stream().flatMap(c -> c.remoteIps().stream()).toList();
    var strange = ips.stream().filter(ip -> !known.contains(ip)).toList();
    boolean placed = told.size() - 1 == told.stream().filter(c -> !c.remoteIps().isEmpty()).count();
    return placed && strange.size() == 1
        ? told.stream().map(c -> c.remoteIps().isEmpty() ? c.at(strange.getFirst()) : c).toList()
        : told;
  }

  List<Connection> told() {
    return topology.map(GatewayTopology::connections).orElse(List.of());
  }

  Optional<Connection> connection(IpAddress ip) {
    return byIp.computeIfAbsent(
        ip, _ -> connections.stream().filter(c -> c.remoteIps().contains(ip)).findFirst());
  }

  String site(IpAddress ip) {
    return connection(ip).map(Connection::site).orElse(ip.text());
  }

  boolean samePeer(IpAddress one, IpAddress other) {
    return one.equals(other)
        || (isGateway(one)
            && connection(one)
                .map(Connection::farEnd)
                .equals(connection(other).map(Connection::farEnd)));
  }

  boolean isGateway(IpAddress ip) {
    return connection(ip).filter(c -> c.farEnd() instanceof Connection.FarEnd.Gateway).isPresent();
  }

  long dpd(IpAddress ip) {
    return connection(ip).map(c -> c.timers().dpd()).orElse(Duration.ofSeconds(45)).toMillis();
  }

  boolean doubled(long t) {
    return t >= doubleSince;
  }

  String path(Optional<Instance> on, IpAddress ip, long t) {
    return doubled(t) ? path(true, on.orElseThrow(), ip) : name + ' ' + ip;
  }

  private String path(boolean doubled, Instance on, IpAddress ip) {
    return name + (doubled ? " " + on : "") + ' ' + ip;
  }

  /** All paths to these peers that ought to be there, whatever became of them. */
  Set<String> paths(Set<IpAddress> to, Optional<Instance> on, long t) {
    return to.stream()
        .flatMap(
            ip ->
                Stream.of(Instance.values())
                    .map(i -> Optional.of(i))
                    .filter(i -> !doubled(t) || on.isEmpty() || on.equals(i))
                    .map(i -> path(i, ip, t)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Of a peer that no inventory lists, those that were heard of by then (rule 30). */
  Set<String> expected(Set<IpAddress> to, Optional<Instance> on, long t) {
    var paths = paths(to, on, t);
    for (var ip : to) {
      if (connection(ip).isEmpty()) {
        paths(Set.of(ip), on, t).stream()
            .filter(path -> !wasUp(path, Long.MIN_VALUE, t))
            .forEach(paths::remove);
      }
    }
    return paths;
  }

  boolean wasUp(String path, long after, long until) {
    return upsOf(path, doubled(until)).stream()
        .filter(up -> up.from() <= until)
        .anyMatch(
            up ->
                after == Long.MIN_VALUE || up.from() > after || (up.seen() && up.from() == after));
  }

  /** Of the paths as they are called while there are two to each peer, or one. */
  private List<Up> upsOf(String path, boolean doubled) {
    return (doubled ? upsOfTwo : upsOfOne)
        .computeIfAbsent(
            path,
            _ ->
                lives.ups.stream()
                    .filter(
                        up ->
                            path(doubled, up.tunnel().instance(), up.tunnel().remoteIp())
                                .equals(path))
                    .toList());
  }

  List<Up> ups() {
    return lives.ups;
  }

  /** Whether a record of that tunnel says it was lost between. */
  boolean wasLost(Optional<Instance> on, IpAddress ip, long from, long to) {
    return lives.gone.stream()
        .filter(
            g -> on.equals(Optional.of(g.tunnel().instance())) && ip.equals(g.tunnel().remoteIp()))
        .anyMatch(g -> g.from() >= from && g.from() <= to);
  }

  private void learn() {
    for (var a : lives.ups) {
      for (var b : lives.ups) {
        long from = Math.max(a.from(), b.from());
        boolean twins =
            a.tunnel().remoteIp().equals(b.tunnel().remoteIp())
                && a.tunnel().instance() != b.tunnel().instance();
        boolean known = a.seen() && b.seen();
        if (twins && known && Math.min(a.to(), b.to()) - 300_000 >= from) {
          doubleSince = Math.min(doubleSince, from + 300_000);
        }
      }
    }
  }
}
