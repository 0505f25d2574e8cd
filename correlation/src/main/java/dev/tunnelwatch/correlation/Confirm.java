package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** How long a loss must last before it is more than a blip (rule 33). */
final class Confirm {
  private static final Duration MAINTENANCE = Duration.ofMinutes(3);
  private static final Duration STANDBY_FAILOVER = Duration.ofMinutes(2);
  static final Duration ELSE = Duration.ofSeconds(30);

  private Confirm() {}

  static Duration of(Tree tree, GatewayId gateway) {
    return of(
        tree.root().kind(),
        tree.of(ConditionKind.FAILOVER).anyMatch(f -> f.entity().equals(gateway.name())));
  }

  /** Whether what began then lasted, or lasts, to the end of the confirmation. */
  static boolean outlasts(Instant from, Optional<Instant> to, Duration confirm, AsOf asOf) {
    var limit = from.plus(confirm);
    return to.map(end -> !end.isBefore(limit)).orElseGet(() -> asOf.reached(limit));
  }

  /** From a written incident. */
  static Duration of(List<Condition> conditions, Collection<GatewayId> gateways) {
    var root = conditions.stream().filter(c -> c.causedBy().isEmpty()).findFirst();
    boolean standby =
        conditions.stream()
            .filter(c -> c.kind() == ConditionKind.FAILOVER)
            .anyMatch(c -> gateways.stream().anyMatch(g -> g.name().equals(c.entity())));
    return of(root.map(Condition::kind).orElse(ConditionKind.TUNNEL_DOWN), standby);
  }

  /** The failover of an active-standby gateway is the gateway's; else it is an instance's. */
  private static Duration of(ConditionKind root, boolean standbyFailover) {
    if (root == ConditionKind.MAINTENANCE) {
      return MAINTENANCE;
    }
    return standbyFailover ? STANDBY_FAILOVER : ELSE;
  }
}
