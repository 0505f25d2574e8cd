package dev.tunnelwatch.simulator.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one gateway writes all day while nothing is wrong: nine lines in ten IKE, nearly all of it
 * about nothing.
 */
final class Noise {

  /** Lines that one dialogue has on average, with the mix below. */
  private static final double LINES_PER_DIALOGUE = 2.2;

  private static final Duration AFTER = Duration.ofSeconds(20);

  /** Old child SAs are not deleted so soon after a tunnel is new. */
  private static final Duration YOUNG = Duration.ofMinutes(6);

  /** Changes and maintenance that cost nothing happen far from any loss. */
  private static final Duration FAR = Duration.ofMinutes(50);

  private final Scenario scenario;
  private final FleetGateway gateway;
  private final Calm calm;
  private final Dice dice;
  private final IkeTalk ike;
  private final RareTalk rare;
  private final BgpTalk bgp;
  private final P2sTalk p2s;
  private final Foreign foreign;
  private final Optional<Strangers> strangers;
  private final double gap;
  private Instant next;

  Noise(Scenario scenario, List<Fault> faults, FleetGateway gateway, Logbook book) {
    this.scenario = scenario;
    this.gateway = gateway;
    this.calm = Calm.of(gateway, faults);
    this.dice = Dice.of(scenario.seed(), "noise " + gateway.name());
    var voice = new Voice(scenario.mutated(), dice.named("words of " + gateway.name()));
    var scribe = new Scribe(gateway, book, voice);
    this.ike = new IkeTalk(scribe, dice);
    this.rare = new RareTalk(scribe, dice);
    this.bgp = new BgpTalk(scribe);
    this.p2s = new P2sTalk(scribe, dice);
    this.foreign = new Foreign(gateway, book, dice);
    this.strangers =
        scenario.traffic().mishaps() && scenario.plot() != Scenario.Plot.SCALE
            ? Optional.of(new Strangers(scenario, calm, book))
            : Optional.empty();
    this.gap = 60 * LINES_PER_DIALOGUE / scenario.traffic().linesPerMinute();
    this.next = dice.after(scenario.start(), 0, gap);
  }

  /** Writes on, up to that moment; tunnels that are down keep silent. */
  void until(Instant to) {
    strangers.ifPresent(they -> they.until(to));
    while (next.isBefore(to) && next.isBefore(scenario.end())) {
      dialogue(next);
      next = dice.after(next, 0, 2 * gap);
    }
  }

  private void dialogue(Instant at) {
    var connection = dice.any(gateway.connections());
    var tunnel = dice.any(gateway.tunnels(connection, calm.active(at)));
    double kind = dice.between(0, 1);
    if (kind < 0.115) {
      if (scenario.traffic().mishaps()) {
        foreign.write(at);
      }
    } else if (kind < 0.195) {
      route(at, connection);
    } else if (kind < 0.225) {
      p2s(at);
    } else if (kind < 0.227) {
      configured(at, connection);
    } else if (gateway.design().tellsOfTunnels() && calm.around(at, tunnel, AFTER)) {
      ike(at, tunnel, kind);
    }
  }

  private void ike(Instant at, Tunnel tunnel, double kind) {
    if (kind < 0.49 && !calm.ageing(at, tunnel)) {
      renewal(at, tunnel, kind);
    } else {
      ike.probe(at, tunnel);
    }
  }

  private void renewal(Instant at, Tunnel tunnel, double kind) {
    if (kind < 0.37) {
      ike.childRekey(at, tunnel);
      if (dice.chance(0.1) && calm.around(at, tunnel, YOUNG)) {
        ike.expired(at.plusMillis(800), tunnel);
      }
    } else if (kind < 0.48) {
      ike.rekey(at, tunnel);
      if (dice.chance(0.1) && calm.around(at, tunnel, YOUNG)) {
        ike.replaced(at.plusMillis(900), tunnel);
      }
    } else {
      rare.simultaneous(at, tunnel);
    }
  }

  /** The peer tells again what it has told before. */
  private void route(Instant at, FleetConnection connection) {
    if (!calm.around(at, connection.site(), AFTER)) {
      return;
    }
    var sessions = BgpSession.over(gateway, connection, calm.active(at));
    if (!sessions.isEmpty()) {
      bgp.announced(at, dice.any(sessions), 3);
    } else if (connection.far() instanceof Far.Device device) {
      bgp.staticRoute(at, calm.active(at), device.block());
    }
  }

  private void p2s(Instant at) {
    if (gateway.hasClients() && calm.around(at, AFTER, AFTER)) {
      p2s.any(at, calm.active(at));
    }
  }

  private void configured(Instant at, FleetConnection connection) {
    if (calm.around(at, FAR, FAR)) {
      rare.costsNothing(at, connection, calm.active(at));
    }
  }
}
