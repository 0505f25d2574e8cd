package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Instance;
import java.time.Instant;
import java.util.Optional;

/** What a healthy gateway says now and then and looks worse than it is. */
record RareTalk(Scribe scribe, Dice dice) {

  /** A change, a check or work on a host that no tunnel notices. */
  void costsNothing(Instant at, FleetConnection connection, Instance instance) {
    switch (dice.below(5)) {
      case 0 -> scribe.connectionSet(at, connection);
      case 1 -> scribe.gatewaySet(at);
      case 2 -> scribe.gateway(at, "ValidateGatewayConfiguration", "Validation succeeded");
      case 3 -> scribe.gateway(at, "MigrateCustomerSubscription", "Subscription migrated");
      default -> scribe.maintenance(at, Optional.of(instance), "Upgrade gateway started");
    }
  }

  /** Both sides renew the same SA at once; one of the two new ones is given up. */
  void simultaneous(Instant at, Tunnel tunnel) {
    new IkeTalk(scribe, dice).simultaneousRekey(at, tunnel);
  }
}
