package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.Finding.About;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.BgpConnected;
import dev.tunnelwatch.model.GatewayEvent.BgpDisconnected;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
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

  /**
   * Of one instant the connect counts, as rule 7 has it of tunnels: a session that is lost in truth
   * is not known to be, one that is back would be lost for ever.
   */
  private static final Comparator<GatewayEvent> ORDER =
      Comparator.comparing(GatewayEvent::at)
          .thenComparing(event -> !(event instanceof BgpDisconnected));

  private BgpLosses() {}

  /**
   * The one session of an active-standby gateway, on the instance that has it, before the other
   * says it ended.
   */
  record HandedOn(BgpConnected up, BgpDisconnected down) {}

  /**
   * Rule 19: what an instance lost that no longer had the session is no loss.
   *
   * @param bgp in order of time
   */
  static List<HandedOn> handedOn(Layout layout, List<GatewayEvent> bgp) {
    var found = new ArrayList<HandedOn>();
    var recent = new ArrayDeque<BgpConnected>();
    int next = 0;
    for (var event : layout.isKnownStandby() ? bgp : List.<GatewayEvent>of()) {
      if (event instanceof BgpDisconnected down) {
        while (next < bgp.size() && !bgp.get(next).at().isAfter(down.at())) {
          if (bgp.get(next) instanceof BgpConnected up) {
            recent.add(up);
          }
          next++;
        }
        recent.removeIf(up -> up.at().isBefore(down.at().minus(HOLD)));
        holder(down, recent).ifPresent(up -> found.add(new HandedOn(up, down)));
      }
    }
    return found;
  }

  /** The last connect of the other instance, where none of its own came later. */
  private static Optional<BgpConnected> holder(
      BgpDisconnected down, Collection<BgpConnected> recent) {
    var last = Comparator.comparing(BgpConnected::at);
    var ups = recent.stream().filter(up -> agree(up.peer(), down.peer())).toList();
    var own = ups.stream().filter(up -> agree(up.instance(), down.instance())).max(last);
    return ups.stream()
        .filter(up -> !agree(up.instance(), down.instance()))
        .max(last)
        .filter(up -> own.filter(mine -> mine.at().isAfter(up.at())).isEmpty());
  }

  static List<Finding> of(
      Layout layout, List<Finding> losses, List<GatewayEvent> bgp, List<RoutesChanged> routes) {
    var all = new ArrayList<GatewayEvent>(bgp);
    routes.stream()
        .filter(route -> Announcements.is(RouteChange.ANNOUNCED, route))
        .filter(_ -> layout.isKnownStandby())
        .forEach(all::add);
    all.sort(ORDER);
    var found = new ArrayList<Finding>();
    var seen = new HashSet<String>();
    for (var event : bgp) {
      if (event instanceof BgpDisconnected down && seen.add(entity(down))) {
        sessionOf(down, layout, losses, all, new Announcements(down.peer(), bgp, routes), found);
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
      Announcements announcements,
      List<Finding> found) {
    var lines = new ArrayList<Line>();
    for (var event : bgp) {
      if (event instanceof BgpDisconnected down && entity(down).equals(entity(first))) {
        lines.add(Line.opens(down.evidence(), Reason.NOT_STATED));
      } else if (event instanceof BgpConnected up
          && isBack(first, up, layout)
          && !lines.isEmpty()) {
        boolean unsure = lines.getLast().at().equals(up.at());
        lines.add(Line.closes(up.evidence()));
        Set<Flag> flags = unsure ? Set.of(Flag.AMBIGUOUS_ORDER) : Set.of();
        found.add(finding(first, layout, losses, lines, flags));
        lines.clear();
      } else if (event instanceof RoutesChanged routes
          && !lines.isEmpty()
          && announcements.tellOfSession(routes)) {
        lines.add(Line.closes(routes.evidence()));
        found.add(finding(first, layout, losses, lines, Set.of(Flag.MISSING_RECOVERY)));
        lines.clear();
      }
    }
    if (!lines.isEmpty()) {
      found.add(finding(first, layout, losses, lines, Set.of()));
    }
  }

  /** Rule 19: an active-standby gateway has one session with a peer, whichever instance has it. */
  private static boolean isBack(BgpDisconnected down, BgpConnected up, Layout layout) {
    return agree(down.peer(), up.peer())
        && (agree(down.instance(), up.instance()) || layout.isKnownStandby());
  }

  static <T> boolean agree(Optional<T> one, Optional<T> other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }

  private static Finding finding(
      BgpDisconnected down,
      Layout layout,
      List<Finding> losses,
      List<Line> lines,
      Set<Flag> flags) {
    var from = lines.getFirst().at();
    var last = lines.getLast();
    var to = last.role() == Line.Role.CLOSES ? Optional.of(last.at()) : Optional.<Instant>empty();
    var remotes = remotesOf(down.peer(), down.instance(), layout, near(losses, from, layout));
    var about = new About(down.instance(), Optional.empty(), remotes, down.peer(), new TreeSet<>());
    return new Finding(ConditionKind.BGP_SESSION_DOWN, entity(down), from, to, about, lines, flags);
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
