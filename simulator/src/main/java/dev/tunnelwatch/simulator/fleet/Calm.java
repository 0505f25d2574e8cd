package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where and when a gateway has nothing to do with a fault, so that it can chatter. */
record Calm(FleetGateway gateway, List<Fault> faults) {

  /** A tunnel that is about to be lost says nothing that would contradict it. */
  private static final Duration BEFORE = Duration.ofSeconds(90);

  static Calm of(FleetGateway gateway, List<Fault> faults) {
    return new Calm(
        gateway,
        faults.stream().filter(f -> f.label().scope().gateways().contains(gateway.id())).toList());
  }

  /** Whether a tunnel is up and not just back or about to go. */
  boolean around(Instant at, Tunnel tunnel, Duration after) {
    return faults.stream()
        .flatMap(f -> f.harm().tunnels().stream())
        .noneMatch(lost -> same(lost, tunnel) && during(at, lost.silent(), lost.to(), after));
  }

  /** Whether a tunnel's SAs must not be renewed now. */
  boolean ageing(Instant at, Tunnel tunnel) {
    return faults.stream()
        .flatMap(f -> f.harm().ageing().stream())
        .anyMatch(a -> a.tunnel().equals(tunnel) && !at.isBefore(a.from()) && at.isBefore(a.to()));
  }

  private boolean same(Harm.Lost lost, Tunnel tunnel) {
    return lost.tunnel().gateway().equals(gateway)
        && lost.tunnel().connection().equals(tunnel.connection())
        && (!gateway.activeActive() || lost.tunnel().instance() == tunnel.instance());
  }

  /** Whether no fault of the gateway touches a site, give or take some time. */
  boolean around(Instant at, String site, Duration after) {
    return faults.stream()
        .filter(f -> f.label().scope().sites().contains(site))
        .noneMatch(f -> during(at, f, BEFORE, after));
  }

  /** Whether the whole gateway has been and will be in peace for so long. */
  boolean around(Instant at, Duration before, Duration after) {
    return faults.stream().noneMatch(f -> during(at, f, before, after));
  }

  /** Who carries the tunnels of an active-standby gateway. */
  Instance active(Instant at) {
    return Harm.active(gateway, faults, at);
  }

  private static boolean during(Instant at, Fault fault, Duration before, Duration after) {
    var span = fault.label().span();
    return during(at, span.startedAt().minus(before).plus(BEFORE), span.endedAt(), after);
  }

  private static boolean during(Instant at, Instant from, Optional<Instant> to, Duration after) {
    return !at.isBefore(from.minus(BEFORE))
        && to.map(end -> at.isBefore(end.plus(after))).orElse(true);
  }
}
