package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Instance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where and when a fault strikes, as the plot wants it.
 *
 * @param targets one, or one per gateway where a fault is seen by several
 * @param from when the gateway first suffers
 * @param to when it is over, for faults that do not end by themselves; empty for never
 */
record Draft(
    FaultKind kind,
    String id,
    List<Target> targets,
    Instant from,
    Optional<Instant> to,
    Scenario scenario) {

  Draft {
    targets = List.copyOf(targets);
  }

  /**
   * What is struck: a connection of a gateway, or the gateway as a whole.
   *
   * @param active the instance that carries the tunnels on an active-standby gateway
   */
  record Target(FleetGateway gateway, FleetConnection connection, Instance active) {

    List<Tunnel> tunnels() {
      return gateway.tunnels(connection, active);
    }

    /** All tunnels of one instance, over all connections. */
    List<Tunnel> tunnels(Instance instance) {
      return all().stream().filter(t -> t.instance() == instance).toList();
    }

    /** All tunnels of both instances. */
    List<Tunnel> all() {
      return gateway.connections().stream()
          .flatMap(c -> gateway.tunnels(c, active).stream())
          .toList();
    }

    /** All tunnels to the devices of the connection's site. */
    List<Tunnel> ofSite() {
      return all().stream().filter(t -> t.connection().site().equals(connection.site())).toList();
    }

    /** The same gateway with that instance carrying the tunnels. */
    Target on(Instance instance) {
      return new Target(gateway, connection, instance);
    }
  }

  Target target() {
    return targets.getFirst();
  }

  /** What would happen later stays open. */
  Instant runEnds() {
    return scenario.end();
  }

  /** Dice of this fault alone; each call begins anew, so a plan takes them once. */
  Dice dice() {
    return Dice.of(scenario.seed(), id);
  }

  /** Dice for the BGP sessions that go from one instance to the other with this fault. */
  Dice handingOn() {
    return dice().named(id + " handing on");
  }

  /** The words of this fault. */
  Voice voice() {
    return new Voice(scenario.mutated(), Dice.of(scenario.seed(), "voice " + id));
  }
}
