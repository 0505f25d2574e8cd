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
 * @param runEnds what would happen later stays open
 */
record Draft(
    FaultKind kind,
    String id,
    List<Target> targets,
    Instant from,
    Optional<Instant> to,
    Instant runEnds,
    Dice dice) {

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
      return gateway.connections().stream()
          .flatMap(c -> gateway.tunnels(c, active).stream())
          .filter(t -> t.instance() == instance)
          .toList();
    }
  }

  Target target() {
    return targets.getFirst();
  }
}
