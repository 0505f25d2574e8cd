package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether another way is left to withdrawn prefixes (rule 33). It is judged over as long as they
 * are gone: two peers that take back the same within a second are no way for each other.
 */
final class OtherWays {
  private static final int NAMED = 3;

  private final Scene scene;
  private final Finding withdrawal;

  private OtherWays(Scene scene, Finding withdrawal) {
    this.scene = scene;
    this.withdrawal = withdrawal;
  }

  static List<String> of(Scene scene, Tree tree, Finding withdrawal) {
    return new OtherWays(scene, withdrawal).sentences(kept(scene, tree, withdrawal));
  }

  /** The instance that still has the session over which the peer told of them. */
  private static Optional<Instance> kept(Scene scene, Tree tree, Finding withdrawal) {
    return tree.parent(withdrawal)
        .filter(parent -> parent.is(ConditionKind.BGP_SESSION_DOWN))
        .flatMap(_ -> OneSided.of(scene, tree, ConditionKind.BGP_SESSION_DOWN))
        .map(OneSided::kept);
  }

  private List<String> sentences(Optional<Instance> kept) {
    var unsure = new ArrayList<String>();
    var tellers = new TreeSet<String>();
    var none = new ArrayList<String>();
    var other = new ArrayList<String>();
    var own = new ArrayList<String>();
    var spaces = new TreeSet<String>();
    for (var prefix : withdrawal.about().prefixes()) {
      var ways = ways(prefix);
      var covered = ownSpace(prefix);
      if (!ways.isEmpty()) {
        other.add(prefix + " by " + String.join(", ", ways));
      } else if (covered.isPresent()) {
        own.add(prefix.toString());
        spaces.add(covered.get());
      } else if (kept.isPresent()) {
        unsure.add(prefix.toString());
        tellers.add(kept.get() + ", whose session with the same peer counts as up,");
      } else if (!speakers(prefix).isEmpty()) {
        unsure.add(prefix.toString());
        speakers(prefix).forEach(peer -> tellers.add("the site's BGP peer " + peer));
      } else {
        none.add(prefix.toString());
      }
    }
    return Stream.of(
            some("No line tells whether " + String.join(", ", tellers) + " still has ", unsure),
            some("No other way is known to ", none),
            some("Another way is left to ", other),
            some("No other peer announces ", own)
                .map(text -> text + " Yet it is still sent into the tunnel: " + spoken(spaces)))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> some(String before, List<String> all) {
    var first = all.stream().limit(NAMED).collect(Collectors.joining(", "));
    var more = all.size() > NAMED ? " and " + (all.size() - NAMED) + " more" : "";
    return all.isEmpty() ? Optional.empty() : Optional.of(before + first + more + '.');
  }

  private static String spoken(Collection<String> spaces) {
    return "the address space has " + String.join(", ", spaces) + '.';
  }

  private Collection<String> ways(Prefix prefix) {
    var ways = new TreeMap<String, Optional<Instant>>();
    for (var connection : connections()) {
      if (!isOwn(connection)) {
        covering(connection, prefix)
            .ifPresent(
                space -> ways.put(named(connection, space, prefix), endOf(connection, false)));
      }
    }
    for (var peer : announcers(prefix)) {
      ways.put("BGP peer " + peer, earlier(takenBack(peer, prefix), endOf(peer)));
    }
    var told = new ArrayList<String>();
    ways.forEach(
        (way, end) -> {
          if (end.isEmpty()) {
            told.add(way);
          } else if (!end.get().isBefore(withdrawal.from().plus(Confirm.ELSE))) {
            told.add(way + " until " + Words.clock(end.get()));
          }
        });
    return told;
  }

  private static String named(Connection connection, Prefix space, Prefix prefix) {
    var name = "connection " + connection.name();
    return space.equals(prefix) ? name : name + " (address space " + space + ')';
  }

  /** The network behind the peer may be gone, yet what is sent there goes into the tunnel. */
  private Optional<String> ownSpace(Prefix prefix) {
    return connections().stream()
        .filter(this::isOwn)
        .filter(connection -> endOf(connection, false).isEmpty())
        .flatMap(
            connection ->
                covering(connection, prefix)
                    .map(space -> space + " (connection " + connection.name() + ')')
                    .stream())
        .findFirst();
  }

  private List<Connection> connections() {
    return scene.layout.connections().stream()
        .distinct()
        .sorted(Comparator.comparing(Connection::name))
        .toList();
  }

  private boolean isOwn(Connection connection) {
    return connection.remoteIps().stream().anyMatch(withdrawal.about().remotes()::contains);
  }

  private static Optional<Prefix> covering(Connection connection, Prefix prefix) {
    return connection.prefixes().stream()
        .filter(space -> space.covers(prefix))
        .max(Comparator.comparingInt(Prefix::length));
  }

  /** The other peers that announced a prefix and had not taken it back by then. */
  private Collection<IpAddress> announcers(Prefix prefix) {
    var peers = new TreeSet<IpAddress>();
    for (var change : scene.changes) {
      var peer = change.peer().filter(this::isOther);
      if (change.at().isAfter(withdrawal.from()) || !change.prefixes().contains(prefix)) {
        continue;
      }
      switch (change.change()) {
        case ANNOUNCED -> peer.ifPresent(peers::add);
        case WITHDRAWN -> peer.ifPresent(peers::remove);
        case UNSURE -> {}
      }
    }
    return peers;
  }

  /** Other peers of the same site that are there and never said anything of a prefix. */
  private Collection<IpAddress> speakers(Prefix prefix) {
    var sites = scene.layout.sites(withdrawal.about().remotes());
    var peers = new TreeSet<IpAddress>();
    connections().stream()
        .filter(connection -> sites.contains(connection.site()) && !isOwn(connection))
        .flatMap(connection -> connection.bgp().stream())
        .map(Connection.Bgp::peer)
        .filter(peer -> isOther(peer) && endOf(peer).isEmpty() && !spokeOf(peer, prefix))
        .forEach(peers::add);
    return peers;
  }

  private boolean spokeOf(IpAddress peer, Prefix prefix) {
    return scene.said.routes.stream()
        .filter(change -> change.peer().equals(Optional.of(peer)))
        .anyMatch(change -> change.prefixes().contains(prefix));
  }

  private boolean isOther(IpAddress peer) {
    return !withdrawal.about().bgpPeer().equals(Optional.of(peer));
  }

  private Optional<Instant> takenBack(IpAddress peer, Prefix prefix) {
    return scene.changes.stream()
        .filter(change -> change.change() == RouteChange.WITHDRAWN)
        .filter(change -> change.peer().equals(Optional.of(peer)))
        .filter(change -> change.prefixes().contains(prefix))
        .map(change -> change.at())
        .filter(at -> at.isAfter(withdrawal.from()) && at.isBefore(withdrawal.end()))
        .findFirst();
  }

  private Optional<Instant> endOf(IpAddress peer) {
    return connections().stream()
        .filter(connection -> connection.bgp().filter(bgp -> bgp.peer().equals(peer)).isPresent())
        .findFirst()
        .flatMap(connection -> endOf(connection, true));
  }

  /** When the last tunnel to it went while the prefixes were gone, or its last session. */
  private Optional<Instant> endOf(Connection connection, boolean byBgp) {
    var losses =
        Stream.concat(scene.losses.stream(), byBgp ? scene.bgp.stream() : Stream.of())
            .filter(
                loss -> loss.about().remotes().stream().anyMatch(connection.remoteIps()::contains))
            .toList();
    return Stream.concat(Stream.of(withdrawal.from()), losses.stream().map(Finding::from))
        .sorted()
        .filter(at -> withdrawal.covers(at))
        .filter(at -> isOut(connection, losses.stream().filter(l -> l.covers(at)).toList(), at))
        .findFirst();
  }

  private boolean isOut(Connection connection, List<Finding> lost, Instant at) {
    var paths = scene.layout.paths(connection.remoteIps(), Optional.empty(), at);
    lost.forEach(
        loss ->
            paths.removeAll(
                scene.layout.paths(loss.about().remotes(), loss.about().instance(), at)));
    return paths.isEmpty();
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
  }
}
