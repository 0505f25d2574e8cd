package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.IpAddress;
import java.time.Instant;
import java.util.List;

/**
 * What one gateway writes about those who are no peers of its tunnels: scanners that try every
 * public address, and clients whose dialling in fails. None of it is a fault of a site.
 */
final class Strangers {
  private static final double HOUR = 3_600;
  private static final List<IkeError> OF_CLIENTS =
      List.of(IkeError.AUTHENTICATION, IkeError.POLICY_MATCH, IkeError.EXPIRED_OR_DELETED);

  private final Scenario scenario;
  private final FleetGateway gateway;
  private final Calm calm;
  private final Dice dice;
  private final IkeTalk ike;
  private Instant next;

  /** Throws dice of its own: who comes changes nothing that others write. */
  Strangers(Scenario scenario, Calm calm, Logbook book) {
    this.scenario = scenario;
    this.gateway = calm.gateway();
    this.calm = calm;
    this.dice = Dice.of(scenario.seed(), "strangers at " + gateway.name());
    var voice = new Voice(scenario.mutated(), dice.named("words to strangers " + gateway.name()));
    this.ike = new IkeTalk(new Scribe(gateway, book, voice), dice);
    this.next =
        gateway.design().tellsOfTunnels() ? dice.after(scenario.start(), 0, HOUR) : Instant.MAX;
  }

  /** Writes on, up to that moment. */
  void until(Instant to) {
    while (next.isBefore(to) && next.isBefore(scenario.end())) {
      call(next);
      next = dice.after(next, HOUR / 2, 3 * HOUR);
    }
  }

  /** Once or twice, then they try elsewhere. */
  private void call(Instant at) {
    var tunnel = caller(at);
    boolean client = gateway.hasClients() && dice.chance(0.5);
    for (int i = dice.below(2); i >= 0; i--) {
      if (client) {
        ike.client(dice.after(at, 4 * i, 4 * i + 2), tunnel, dice.any(OF_CLIENTS));
      } else {
        ike.scanned(dice.after(at, 4 * i, 4 * i + 2), tunnel);
      }
    }
  }

  /** As if there were a tunnel to them. */
  private Tunnel caller(Instant at) {
    var connection = dice.any(gateway.connections());
    var on = dice.any(gateway.tunnels(connection, calm.active(at))).instance();
    var address = new IpAddress("198.19." + dice.below(256) + '.' + (1 + dice.below(254)));
    return new Tunnel(gateway, connection, on, address);
  }
}
