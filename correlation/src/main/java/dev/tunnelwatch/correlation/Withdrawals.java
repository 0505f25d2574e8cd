package dev.tunnelwatch.correlation;

import static java.util.stream.Collectors.toSet;

import dev.tunnelwatch.correlation.BgpLosses.HandedOn;
import dev.tunnelwatch.correlation.Finding.About;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent.BgpDisconnected;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayEvent.RouteOrigin;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Prefix;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code routes_withdrawn}: prefixes of one BGP peer are gone until all of them are announced again
 * (rule 19).
 */
final class Withdrawals {
  /** How soon after its session's or tunnel's loss a withdrawal belongs to it (rule 25). */
  static final Duration AFTER = Duration.ofSeconds(60);

  /**
   * Of one instant the announcement counts: what is gone in truth is told again, and else would be
   * for ever.
   */
  private static final Comparator<RoutesChanged> ORDER =
      Comparator.comparing(RoutesChanged::at)
          .thenComparing(change -> change.change() != RouteChange.WITHDRAWN);

  private Withdrawals() {}

  /**
   * Rule 19: an instance that handed its session on takes back what it learned by it, and the other
   * one learned it too. A change names no instance, so it is told by how near it is to that end.
   */
  static List<RoutesChanged> without(List<HandedOn> sessions, List<RoutesChanged> routes) {
    return routes.stream()
        .filter(change -> sessions.stream().noneMatch(session -> isOf(session.down(), change)))
        .toList();
  }

  private static boolean isOf(BgpDisconnected end, RoutesChanged change) {
    return change.change() == RouteChange.WITHDRAWN
        && change.origin() == RouteOrigin.BGP
        && change.peer().equals(end.peer())
        && !change.at().isBefore(end.at().minus(Offers.EARLIEST_LAG))
        && !change.at().isAfter(end.at().plus(AFTER));
  }

  static List<Finding> of(Layout layout, List<Finding> losses, List<RoutesChanged> routes) {
    var byEntity = new TreeMap<String, List<RoutesChanged>>();
    for (var change : routes) {
      if (change.origin() == RouteOrigin.BGP && change.change() != RouteChange.UNSURE) {
        byEntity
            .computeIfAbsent(
                Entities.routes(change.gateway(), change.peer()), _ -> new ArrayList<>())
            .add(change);
      }
    }
    var found = new ArrayList<Finding>();
    byEntity.forEach(
        (entity, changes) -> {
          changes.sort(ORDER);
          ofPeer(entity, changes, layout, losses, found);
        });
    return found;
  }

  /** How many prefixes of all peers were announced and stand, and how many are gone. */
  record Counts(int announced, int withdrawn) {}

  private record Route(String entity, Prefix prefix) {}

  /** After the last thing heard; what is no longer expected (rule 33) is not missed. */
  static Counts now(Scene scene) {
    var announced = new HashSet<Route>();
    var gone = new HashSet<Route>();
    for (var change : scene.changes.stream().sorted(ORDER).toList()) {
      if (change.origin() != RouteOrigin.BGP || change.change() == RouteChange.UNSURE) {
        continue;
      }
      var entity = Entities.routes(change.gateway(), change.peer());
      boolean withdrawn = change.change() == RouteChange.WITHDRAWN;
      for (var prefix : change.prefixes()) {
        var route = new Route(entity, prefix);
        (withdrawn ? announced : gone).remove(route);
        (withdrawn ? gone : announced).add(route);
      }
    }
    var open = scene.routes.stream().filter(Finding::isOpen).map(Finding::entity).collect(toSet());
    gone.removeIf(route -> !open.contains(route.entity()));
    return new Counts(announced.size(), gone.size());
  }

  private static void ofPeer(
      String entity,
      List<RoutesChanged> changes,
      Layout layout,
      List<Finding> losses,
      List<Finding> found) {
    var missing = new TreeSet<Prefix>();
    var touched = new TreeSet<Prefix>();
    var lines = new ArrayList<Line>();
    for (var change : changes) {
      if (change.change() == RouteChange.WITHDRAWN) {
        missing.addAll(change.prefixes());
        touched.addAll(change.prefixes());
        lines.add(Line.opens(change.evidence(), Reason.NOT_STATED));
      } else if (!lines.isEmpty()) {
        missing.removeAll(change.prefixes());
        if (missing.isEmpty()) {
          lines.add(Line.closes(change.evidence()));
          found.add(finding(entity, change.peer(), touched, lines, layout, losses));
          lines.clear();
          touched.clear();
        }
      }
    }
    if (!lines.isEmpty()) {
      found.add(finding(entity, changes.getFirst().peer(), touched, lines, layout, losses));
    }
  }

  /**
   * What was lost just before, and all that may have had the session that fell in between: one peer
   * of two, the nearer one, would be the wrong one as often.
   */
  static List<Finding> lostBefore(Instant from, List<Finding> losses) {
    var before =
        losses.stream()
            .filter(loss -> !loss.from().isBefore(from.minus(AFTER).minus(BgpLosses.HOLD)))
            .filter(loss -> !loss.from().isAfter(from.plus(Offers.EARLIEST_LAG)))
            .toList();
    boolean soon = before.stream().anyMatch(loss -> !loss.from().isBefore(from.minus(AFTER)));
    return soon ? before : List.of();
  }

  private static Finding finding(
      String entity,
      Optional<IpAddress> peer,
      NavigableSet<Prefix> prefixes,
      List<Line> lines,
      Layout layout,
      List<Finding> losses) {
    var from = lines.getFirst().at();
    var last = lines.getLast();
    var to = last.role() == Line.Role.CLOSES ? Optional.of(last.at()) : Optional.<Instant>empty();
    var remotes = BgpLosses.remotesOf(peer, Optional.empty(), layout, lostBefore(from, losses));
    var about = new About(Optional.empty(), Optional.empty(), remotes, peer, prefixes);
    boolean unsure =
        lines.stream()
            .anyMatch(line -> line.role() == Line.Role.OPENS && to.equals(Optional.of(line.at())));
    Set<Flag> flags = unsure ? Set.of(Flag.AMBIGUOUS_ORDER) : Set.of();
    return new Finding(ConditionKind.ROUTES_WITHDRAWN, entity, from, to, about, lines, flags);
  }
}
