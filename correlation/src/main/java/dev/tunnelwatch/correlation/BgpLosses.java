package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.Finding.About;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.BgpDisconnected;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code bgp_session_down}, and whose tunnels a BGP peer's session runs over (rule 19). */
final class BgpLosses {
  /** The hold timer is 180 s, not negotiable; 5 s for the record to be written. */
  static final Duration HOLD = Duration.ofSeconds(185);

  private BgpLosses() {}

  static List<Finding> of(Layout layout, List<Finding> losses, List<GatewayEvent> bgp) {
    var found = new ArrayList<Finding>();
    var seen = new HashSet<String>();
    for (var event : bgp) {
      if (event instanceof BgpDisconnected down && seen.add(entity(down))) {
        sessionOf(down, layout, losses, bgp, found);
      }
    }
    return found;
  }

  private static String entity(BgpDisconnected down) {
    return Entities.session(down.gateway(), down.instance(), down.peer());
  }

  /** All losses of the session that the first of them names. */
  private static void sessionOf(
      BgpDisconnected first,
      Layout layout,
      List<Finding> losses,
      List<GatewayEvent> bgp,
      List<Finding> found) {
    var lines = new ArrayList<Line>();
    for (var event : bgp) {
      if (event instanceof BgpDisconnected down && entity(down).equals(entity(first))) {
        lines.add(Line.opens(down.evidence(), Reason.NOT_STATED));
      } else if (event instanceof BgpConnected up && isBack(first, up) && !lines.isEmpty()) {
        lines.add(Line.closes(up.evidence()));
        found.add(finding(first, layout, losses, lines));
        lines.clear();
      }
    }
    if (!lines.isEmpty()) {
      found.add(finding(first, layout, losses, lines));
    }
  }

  private static boolean isBack(BgpDisconnected down, BgpConnected up) {
    return agree(down.peer(), up.peer()) && agree(down.instance(), up.instance());
  }

  static <T> boolean agree(Optional<T> one, Optional<T> other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }

  private static Finding finding(
      BgpDisconnected down, Layout layout, List<Finding> losses, List<Line> lines) {
    var from = lines.getFirst().at();
    var last = lines.getLast();
    var to = last.role() == Line.Role.CLOSES ? Optional.of(last.at()) : Optional.<Instant>empty();
    var remotes = remotesOf(down.peer(), down.instance(), layout, near(losses, from, layout));
    var about = new About(down.instance(), Optional.empty(), remotes, down.peer(), new TreeSet<>());
    return new Finding(
        ConditionKind.BGP_SESSION_DOWN, entity(down), from, to, about, lines, Set.of());
  }

  private static List<Finding> near(List<Finding> losses, Instant from, Layout layout) {
    return losses.stream().filter(loss -> isNear(loss, from, layout)).toList();
  }

  /** Whether a session that falls then may have fallen with it (rule 25). */
  static boolean isNear(Finding loss, Instant from, Layout layout) {
    return !loss.from().isBefore(from.minus(HOLD))
        && !loss.from().isAfter(from.plus(layout.dpd(loss.remote())));
  }

  /** By inventory, else the only peer lost in the window, else none. */
  static NavigableSet<IpAddress> remotesOf(
      Optional<IpAddress> peer,
      Optional<Instance> instance,
      Layout layout,
      Collection<Finding> lost) {
    var remotes = new TreeSet<IpAddress>();
    for (var connection : layout.connections()) {
      if (peer.isPresent() && connection.bgp().map(Connection.Bgp::peer).equals(peer)) {
        remotes.addAll(connection.remoteIps());
      }
    }
    if (remotes.isEmpty()) {
      lost.stream()
          .filter(loss -> agree(instance, loss.about().instance()))
          .forEach(loss -> remotes.add(loss.remote()));
      return remotes.size() == 1 ? remotes : new TreeSet<>();
    }
    return remotes;
  }
}
