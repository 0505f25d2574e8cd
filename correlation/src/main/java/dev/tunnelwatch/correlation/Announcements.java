package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.BgpDisconnected;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayEvent.RouteOrigin;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a peer announces tells that the only session with it is back (rule 12), though its
 * BgpConnected was lost or is on its way.
 */
final class Announcements {
  /** What is announced so near to what is said of a session may have come over the last one. */
  private static final Duration UNSURE = Duration.ofSeconds(60);

  private final Optional<IpAddress> peer;

  /** When something was said of sessions with that peer. */
  private final NavigableSet<Instant> said = new TreeSet<>();

  private final NavigableMap<Instant, Set<Prefix>> withdrawn = new TreeMap<>();

  Announcements(
      Optional<IpAddress> peer, List<GatewayEvent> bgp, Collection<RoutesChanged> routes) {
    this.peer = peer;
    for (var event : bgp) {
      if ((event instanceof BgpConnected up && BgpLosses.agree(up.peer(), peer))
          || (event instanceof BgpDisconnected down && BgpLosses.agree(down.peer(), peer))) {
        said.add(event.at());
      }
    }
    for (var change : routes) {
      if (is(RouteChange.WITHDRAWN, change) && change.peer().equals(peer)) {
        withdrawn.computeIfAbsent(change.at(), _ -> new HashSet<>()).addAll(change.prefixes());
      }
    }
  }

  static boolean is(RouteChange kind, RoutesChanged change) {
    return change.origin() == RouteOrigin.BGP
        && change.change() == kind
        && change.peer().isPresent();
  }

  /** Whether that session has been up by then, if it was lost before. */
  boolean tellOfSession(RoutesChanged announced) {
    var at = announced.at();
    return announced.peer().equals(peer)
        && said.subSet(at, false, at.plus(UNSURE), true).isEmpty()
        && (said.subSet(at.minus(UNSURE), true, at, true).isEmpty() || isAnew(announced));
  }

  /** What was taken back since the session's end is learned again only over the next one. */
  private boolean isAnew(RoutesChanged announced) {
    var at = announced.at();
    var last = said.floor(at);
    return last != null
        && last.isBefore(at)
        && withdrawn.subMap(last, false, at, false).values().stream()
            .anyMatch(gone -> announced.prefixes().stream().anyMatch(gone::contains));
  }
}
