package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.BgpDisconnected;
import dev.tunnelwatch.model.GatewayEvent.RouteOrigin;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The BGP sessions with a site that the inventory calls for. */
final class Sessions {
  private Sessions() {}

  /** What is known of those that were left, the least first. */
  enum Left {
    NONE,
    /** Nothing says that one is down, nor that it ever was up. */
    PRESUMED,
    HEARD_OF
  }

  /** After the last thing heard. */
  static GatewayStanding.Bgp now(Scene scene) {
    var down = scene.bgp.stream().filter(Finding::isOpen).toList();
    var sessions = known(scene);
    long up = sessions.stream().filter(each -> isUp(down, each.peer(), each.on())).count();
    var routes = Withdrawals.now(scene);
    return new GatewayStanding.Bgp(
        sessions.size(), (int) up, routes.announced(), routes.withdrawn());
  }

  private record Session(IpAddress peer, Optional<Instance> on) {}

  /** Those that the inventory calls for, and those heard of with peers it does not have. */
  private static Set<Session> known(Scene scene) {
    var listed = peers(scene.layout.connections().stream());
    var known = new HashSet<Session>();
    for (var peer : listed) {
      ends(scene, Instant.MAX).forEach(on -> known.add(new Session(peer, on)));
    }
    for (var event : scene.said.bgp) {
      var heard =
          event instanceof BgpConnected up
              ? up.peer().map(peer -> new Session(peer, up.instance()))
              : event instanceof BgpDisconnected down
                  ? down.peer().map(peer -> new Session(peer, down.instance()))
                  : Optional.<Session>empty();
      heard.filter(session -> !listed.contains(session.peer())).ifPresent(known::add);
    }
    return known;
  }

  private static Set<IpAddress> peers(Stream<Connection> of) {
    return of.flatMap(connection -> connection.bgp().stream())
        .map(Connection.Bgp::peer)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Those that were left when the last of those that a tree lost went. */
  static Left left(Scene scene, Tree tree, String site) {
    var last =
        tree.of(ConditionKind.BGP_SESSION_DOWN)
            .filter(lost -> isWith(scene, lost, site))
            .map(Finding::from)
            .max(Comparator.naturalOrder());
    return last.map(at -> left(scene, site, at)).orElse(Left.NONE);
  }

  private static boolean isWith(Scene scene, Finding lost, String site) {
    return scene.layout.sites(lost.about().remotes()).contains(site);
  }

  private static Left left(Scene scene, String site, Instant at) {
    var down = scene.bgp.stream().filter(lost -> lost.covers(at)).toList();
    var connections = scene.layout.connections().stream();
    return peers(connections.filter(connection -> connection.site().equals(site))).stream()
        .flatMap(
            peer ->
                ends(scene, at)
                    .filter(on -> isUp(down, peer, on))
                    .map(on -> isHeard(scene, peer, on, at) ? Left.HEARD_OF : Left.PRESUMED))
        .max(Comparator.naturalOrder())
        .orElse(Left.NONE);
  }

  /** Whether it is said to have been up by then, or what is first said of it is that it fell. */
  private static boolean isHeard(Scene scene, IpAddress peer, Optional<Instance> on, Instant at) {
    return scene.said.bgp.stream()
            .filter(event -> isOf(event, peer, on))
            .findFirst()
            .filter(first -> first instanceof BgpDisconnected || !first.at().isAfter(at))
            .isPresent()
        || (on.isEmpty() && hasRoutes(scene, peer, at));
  }

  private static boolean isOf(GatewayEvent event, IpAddress peer, Optional<Instance> on) {
    return (event instanceof BgpConnected up && isOf(up.peer(), up.instance(), peer, on))
        || (event instanceof BgpDisconnected down && isOf(down.peer(), down.instance(), peer, on));
  }

  private static boolean isOf(
      Optional<IpAddress> named, Optional<Instance> by, IpAddress peer, Optional<Instance> on) {
    return named.equals(Optional.of(peer)) && (on.isEmpty() || by.equals(on));
  }

  /** A route names its peer, and not which of two instances learned it. */
  private static boolean hasRoutes(Scene scene, IpAddress peer, Instant at) {
    return scene.said.routes.stream()
        .filter(route -> route.origin() == RouteOrigin.BGP && !route.at().isAfter(at))
        .anyMatch(route -> route.peer().equals(Optional.of(peer)));
  }

  private static boolean isUp(List<Finding> down, IpAddress peer, Optional<Instance> on) {
    return down.stream()
        .filter(lost -> lost.about().bgpPeer().equals(Optional.of(peer)))
        .noneMatch(lost -> BgpLosses.agree(lost.about().instance(), on));
  }

  /** Each instance of an active-active gateway has its own session with each peer. */
  private static Stream<Optional<Instance>> ends(Scene scene, Instant at) {
    return scene.layout.activeActiveAt(at)
        ? Stream.of(Instance.values()).map(Optional::of)
        : Stream.of(Optional.empty());
  }
}
