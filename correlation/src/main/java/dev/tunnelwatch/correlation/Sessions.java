package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The BGP sessions with a site that the inventory calls for. */
final class Sessions {
  private Sessions() {}

  /** Whether one was left when the last of those that a tree lost went. */
  static boolean areLeft(Scene scene, Tree tree, String site) {
    var last =
        tree.of(ConditionKind.BGP_SESSION_DOWN)
            .filter(lost -> isWith(scene, lost, site))
            .map(Finding::from)
            .max(Comparator.naturalOrder());
    return last.filter(at -> isAnyUp(scene, site, at)).isPresent();
  }

  private static boolean isWith(Scene scene, Finding lost, String site) {
    return scene.layout.sites(lost.about().remotes()).contains(site);
  }

  private static boolean isAnyUp(Scene scene, String site, Instant at) {
    var down = scene.bgp.stream().filter(lost -> lost.covers(at)).toList();
    var peers = new TreeSet<IpAddress>();
    scene.layout.connections().stream()
        .filter(connection -> connection.site().equals(site))
        .flatMap(connection -> connection.bgp().stream())
        .map(Connection.Bgp::peer)
        .forEach(peers::add);
    return peers.stream().anyMatch(peer -> ends(scene, at).anyMatch(on -> isUp(down, peer, on)));
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
