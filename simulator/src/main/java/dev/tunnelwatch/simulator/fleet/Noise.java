package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What healthy gateways write all day: mostly IKE, nearly all of it about nothing. */
final class Noise {

  /** Lines that one dialogue has on average, with the mix below. */
  private static final double LINES_PER_DIALOGUE = 2.8;

  private static final Duration BEFORE = Duration.ofSeconds(90);
  private static final Duration AFTER = Duration.ofSeconds(20);

  /** Old child SAs are not deleted so soon after a tunnel is new. */
  private static final Duration YOUNG = Duration.ofMinutes(6);

  private final Scenario scenario;
  private final List<Fault> faults;
  private final FleetGateway gateway;
  private final Dice dice;
  private final IkeTalk ike;
  private final BgpTalk bgp;
  private final P2sTalk p2s;

  private Noise(Scenario scenario, List<Fault> faults, FleetGateway gateway, Logbook book) {
    this.scenario = scenario;
    this.gateway = gateway;
    this.faults =
        faults.stream().filter(f -> f.label().scope().gateways().contains(gateway.id())).toList();
    this.dice = Dice.of(scenario.seed(), "noise " + gateway.name());
    var scribe = new Scribe(gateway, book);
    this.ike = new IkeTalk(scribe, dice);
    this.bgp = new BgpTalk(scribe);
    this.p2s = new P2sTalk(scribe, dice);
  }

  /** Writes what one gateway says when nothing is wrong; tunnels that are down keep silent. */
  static void write(Scenario scenario, List<Fault> faults, FleetGateway gateway, Logbook book) {
    new Noise(scenario, faults, gateway, book).write();
  }

  private void write() {
    double gap = 60 * LINES_PER_DIALOGUE / scenario.traffic().linesPerMinute();
    for (var at = dice.after(scenario.start(), 0, gap);
        at.isBefore(scenario.end());
        at = dice.after(at, 0, 2 * gap)) {
      dialogue(at);
    }
  }

  private void dialogue(Instant at) {
    var connection = dice.any(gateway.connections());
    var tunnel = dice.any(gateway.tunnels(connection, active(at)));
    double kind = dice.between(0, 1);
    if (kind < 0.08) {
      route(at, connection);
    } else if (kind < 0.15) {
      p2s(at);
    } else if (quiet(at, tunnel, AFTER)) {
      return;
    } else if (kind < 0.60) {
      ike.childRekey(at, tunnel);
      if (gateway.bracketed() && dice.chance(0.1) && !quiet(at, tunnel, YOUNG)) {
        ike.expired(at.plusMillis(800), tunnel);
      }
    } else if (kind < 0.75) {
      ike.rekey(at, tunnel);
    } else {
      ike.probe(at, tunnel);
    }
  }

  /** The peer tells again what it has told before. */
  private void route(Instant at, FleetConnection connection) {
    boolean touched =
        faults.stream()
            .anyMatch(
                f ->
                    f.label().scope().sites().contains(connection.site())
                        && during(
                            at, f.label().span().startedAt(), f.label().span().endedAt(), AFTER));
    var sessions = BgpSession.over(gateway, connection, active(at));
    if (!touched && !sessions.isEmpty()) {
      bgp.announced(at, dice.any(sessions), 3);
    }
  }

  private void p2s(Instant at) {
    boolean troubled =
        faults.stream()
            .anyMatch(
                f -> during(at, f.label().span().startedAt(), f.label().span().endedAt(), AFTER));
    if (!troubled && gateway.number() % 4 == 0) {
      p2s.session(at, active(at));
    }
  }

  private boolean quiet(Instant at, Tunnel tunnel, Duration after) {
    return faults.stream()
        .flatMap(f -> f.harm().tunnels().stream())
        .anyMatch(
            lost ->
                lost.tunnel().connection().equals(tunnel.connection())
                    && (!gateway.activeActive() || lost.tunnel().instance() == tunnel.instance())
                    && lost.tunnel().gateway().equals(gateway)
                    && during(at, lost.silent(), lost.to(), after));
  }

  private static boolean during(Instant at, Instant from, Optional<Instant> to, Duration after) {
    return !at.isBefore(from.minus(BEFORE))
        && to.map(end -> at.isBefore(end.plus(after))).orElse(true);
  }

  /** Who carries the tunnels of an active-standby gateway. */
  private Instance active(Instant at) {
    var active = Instance.IN_0;
    for (var fault : faults) {
      for (var lost : fault.harm().tunnels()) {
        boolean moved = lost.back().instance() != lost.tunnel().instance();
        if (moved && lost.to().filter(to -> !to.isAfter(at)).isPresent()) {
          active = lost.back().instance();
        }
      }
    }
    return active;
  }
}
