package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;
import static dev.tunnelwatch.correlation.oracle.Bit.ms;

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
import dev.tunnelwatch.model.Prefix;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lost BGP sessions and withdrawn routes (rules 19 and 33). */
final class Sessions {
  private final Facts facts;
  private final Conditions conditions;

  /** Of one instant what ends a session comes first, and what begins it counts. */
  private final List<GatewayEvent> inOrder;

  Sessions(Facts facts, Conditions conditions) {
    this.facts = facts;
    this.conditions = conditions;
    this.inOrder =
        facts.events.stream()
            .sorted(
                Comparator.comparing(GatewayEvent::at)
                    .thenComparingInt(e -> e instanceof BgpDisconnected ? 0 : 1))
            .toList();
  }

  void add() {
    bgp();
    routes();
    conditions.of(ConditionKind.BGP_SESSION_DOWN).forEach(this::takeOut);
    conditions.of(ConditionKind.ROUTES_WITHDRAWN).forEach(this::takeOut);
  }

  private void bgp() {
    var sessions =
        facts.of(BgpDisconnected.class).stream()
            .filter(down -> !isTakenOver(down))
            .collect(
                Collectors.groupingBy(
                    d -> List.of(d.instance(), d.peer()), LinkedHashMap::new, Collectors.toList()));
    for (var downs : sessions.values()) {
      var one = downs.getFirst();
      long until = Long.MIN_VALUE;
      for (var down : downs) {
        if (until != Long.MIN_VALUE && !comesAfter(down, until, one)) {
          continue;
        }
        long t = ms(down);
        var back = back(one, down);
        var name = Heard.session(facts.gateway.name(), one.instance(), one.peer());
        var bit =
            conditions.add(ConditionKind.BGP_SESSION_DOWN, name, t, back.map(Bit::ms).orElse(OPEN));
        back.ifPresent(up -> bit.closed.add(up.evidence()));
        back.filter(RoutesChanged.class::isInstance)
            .ifPresent(_ -> bit.flags.add(Flag.MISSING_RECOVERY));
        back.filter(up -> downs.stream().anyMatch(d -> ms(d) == ms(up)))
            .ifPresent(_ -> bit.flags.add(Flag.AMBIGUOUS_ORDER));
        bit.peer = one.peer();
        bit.on = one.instance();
        int last = back.map(inOrder::indexOf).orElse(Integer.MAX_VALUE);
        downs.stream()
            .filter(d -> ms(d) >= t && inOrder.indexOf(d) < last)
            .filter(d -> inOrder.indexOf(d) >= inOrder.indexOf(down))
            .forEach(bit.said::add);
        bit.ips.addAll(
            whose(
                one.peer(),
                one.instance(),
                loss -> loss.from >= t - 185_000 && loss.from <= t + facts.dpd(loss.ip())));
        until = last;
      }
    }
  }

  /** An inventory says that there is one session with a peer, whichever instance has it. */
  private boolean single() {
    return facts.topology.filter(known -> !known.activeActive()).isPresent();
  }

  /** The other instance had it since at most 185 s before, and this one not again. */
  private boolean isTakenOver(BgpDisconnected down) {
    var before =
        facts.of(BgpConnected.class).stream()
            .filter(up -> fits(up.peer(), down.peer()) && !up.at().isAfter(down.at()))
            .filter(up -> !up.at().isBefore(down.at().minusSeconds(185)))
            .toList();
    var own =
        before.stream()
            .filter(up -> fits(up.instance(), down.instance()))
            .map(GatewayEvent::at)
            .max(Comparator.naturalOrder());
    return single()
        && before.stream()
            .filter(up -> !fits(up.instance(), down.instance()))
            .anyMatch(up -> own.filter(at -> at.isAfter(up.at())).isEmpty());
  }

  /** Taken back with a session that the other instance had by then. */
  private boolean isByTheOld(RoutesChanged route) {
    return route.change() == RouteChange.WITHDRAWN
        && facts.of(BgpDisconnected.class).stream()
            .filter(down -> down.peer().equals(route.peer()) && isTakenOver(down))
            .map(down -> Duration.between(down.at(), route.at()))
            .anyMatch(lag -> lag.toMillis() >= -2_000 && lag.toMillis() <= 60_000);
  }

  private Optional<GatewayEvent> back(BgpDisconnected one, BgpDisconnected down) {
    var ups =
        facts.of(BgpConnected.class).stream()
            .filter(up -> fits(one.peer(), up.peer()))
            .filter(up -> fits(one.instance(), up.instance()) || single());
    var told = facts.of(RoutesChanged.class).stream().filter(route -> repairs(route, down));
    return Stream.<GatewayEvent>concat(ups, told)
        .filter(event -> inOrder.indexOf(event) > inOrder.indexOf(down))
        .min(Comparator.comparingInt(inOrder::indexOf));
  }

  /** An announcement by the peer of the one session, of which no other record is near. */
  private boolean repairs(RoutesChanged route, BgpDisconnected down) {
    var near = near(route);
    return route.origin() == GatewayEvent.RouteOrigin.BGP
        && route.change() == RouteChange.ANNOUNCED
        && route.peer().isPresent()
        && route.peer().equals(down.peer())
        && single()
        && route.at().isAfter(down.at())
        && near.stream().noneMatch(other -> other.at().isAfter(route.at()))
        && (near.isEmpty() || isTakenBackBetween(near, route));
  }

  /** All that is said of the session within a minute. */
  private List<GatewayEvent> near(RoutesChanged route) {
    var ups = facts.of(BgpConnected.class).stream().filter(up -> fits(up.peer(), route.peer()));
    var downs =
        facts.of(BgpDisconnected.class).stream()
            .filter(down -> !isTakenOver(down) && fits(down.peer(), route.peer()));
    return Stream.<GatewayEvent>concat(ups, downs).filter(e -> isNear(e, route)).toList();
  }

  /** Whether any of it was withdrawn after all of these, and so is here anew. */
  private boolean isTakenBackBetween(List<GatewayEvent> sessions, RoutesChanged route) {
    return facts.of(RoutesChanged.class).stream()
        .filter(gone -> gone.origin() == GatewayEvent.RouteOrigin.BGP)
        .filter(gone -> gone.change() == RouteChange.WITHDRAWN && !isByTheOld(gone))
        .filter(gone -> gone.peer().equals(route.peer()) && gone.at().isBefore(route.at()))
        .filter(gone -> gone.prefixes().stream().anyMatch(route.prefixes()::contains))
        .anyMatch(gone -> sessions.stream().allMatch(e -> e.at().isBefore(gone.at())));
  }

  private static boolean isNear(GatewayEvent one, GatewayEvent other) {
    return Duration.between(one.at(), other.at()).abs().toNanos() <= 60_000_000_000L;
  }

  /** Over when all the tunnels it runs over are taken out of the configuration (rule 33). */
  private void takeOut(Bit bit) {
    var paths = facts.paths(bit.ips, bit.on, bit.from);
    var times = new TreeSet<>(Set.of(bit.from));
    facts.losses.stream().filter(l -> paths.contains(l.entity)).forEach(l -> times.add(l.to));
    times.stream()
        .filter(t -> t >= bit.from && t < bit.to && !paths.isEmpty())
        .filter(t -> paths.stream().allMatch(path -> conditions.isRemoved(path, t + 1)))
        .findFirst()
        .ifPresent(
            t -> {
              bit.to = t;
              bit.said.removeIf(e -> ms(e) > t);
              bit.closed.removeIf(line -> line.at().toEpochMilli() > t);
            });
  }

  private boolean comesAfter(BgpDisconnected down, long index, BgpDisconnected one) {
    return one.gateway().equals(down.gateway()) && inOrder.indexOf(down) > index;
  }

  private static <T> boolean fits(Optional<T> one, Optional<T> other) {
    return one.isEmpty() || other.isEmpty() || one.equals(other);
  }

  private Set<IpAddress> whose(
      Optional<IpAddress> peer, Optional<Instance> on, Predicate<Bit> window) {
    var known =
        facts.connections().stream()
            .filter(c -> peer.isPresent() && c.bgp().map(Connection.Bgp::peer).equals(peer))
            .flatMap(c -> c.remoteIps().stream())
            .collect(Collectors.toSet());
    var lost =
        facts.losses.stream()
            .filter(window)
            .filter(l -> fits(on, l.on))
            .map(Bit::ip)
            .collect(Collectors.toSet());
    return !known.isEmpty() ? known : lost.size() == 1 ? lost : Set.of();
  }

  private void routes() {
    var byPeer =
        facts.of(RoutesChanged.class).stream()
            .filter(r -> r.origin() == GatewayEvent.RouteOrigin.BGP)
            .filter(r -> r.change() != RouteChange.UNSURE && !isByTheOld(r))
            .collect(Collectors.groupingBy(RoutesChanged::peer));
    byPeer.forEach(
        (peer, changes) -> {
          var missing = new TreeSet<Prefix>();
          Optional<Bit> open = Optional.empty();
          changes.sort(
              Comparator.comparing(RoutesChanged::at)
                  .thenComparing(c -> c.change() != RouteChange.WITHDRAWN));
          for (var change : changes) {
            boolean gone = change.change() == RouteChange.WITHDRAWN;
            if (gone) {
              missing.addAll(change.prefixes());
              long t = ms(change);
              boolean soon =
                  facts.losses.stream().anyMatch(l -> l.from >= t - 60_000 && l.from <= t + 2_000);
              if (open.isEmpty()) {
                open =
                    Optional.of(
                        conditions.add(
                            ConditionKind.ROUTES_WITHDRAWN,
                            facts.gateway.name() + " routes" + peer.map(p -> " " + p).orElse(""),
                            t,
                            OPEN));
                open.get().peer = peer;
                open.get()
                    .ips
                    .addAll(
                        whose(
                            peer,
                            Optional.empty(),
                            l -> soon && l.from >= t - 245_000 && l.from <= t + 2_000));
              }
              open.get().said.add(change);
              open.get().prefixes.addAll(change.prefixes());
            } else if (open.isPresent()) {
              missing.removeAll(change.prefixes());
              if (missing.isEmpty()) {
                open.get().to = ms(change);
                if (open.get().said.stream().anyMatch(e -> ms(e) == ms(change))) {
                  open.get().flags.add(Flag.AMBIGUOUS_ORDER);
                }
                open.get().closed.add(change.evidence());
                open = Optional.empty();
              }
            }
          }
        });
  }
}
