package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.IncidentState;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How bad a tree of conditions is, why, and how long it goes on (rules 27, 33 and 38). */
final class Verdicts {
  private static final Set<ConditionKind> LOSSES =
      EnumSet.of(
          ConditionKind.TUNNEL_DOWN,
          ConditionKind.BGP_SESSION_DOWN,
          ConditionKind.ROUTES_WITHDRAWN);

  private final Facts facts;
  private final Conditions conditions;
  private final Proofs proofs;
  private final long asOf;

  Verdicts(Facts facts, Conditions conditions, Proofs proofs, long asOf) {
    this.facts = facts;
    this.conditions = conditions;
    this.proofs = proofs;
    this.asOf = asOf;
  }

  /** The first loss, or the root where it cost something itself (rule 41). */
  static long start(List<Bit> tree) {
    return tree.stream()
        .filter(b -> b.is(ConditionKind.TUNNEL_DOWN))
        .mapToLong(b -> b.from)
        .min()
        .orElse(tree.getFirst().from);
  }

  static long end(List<Bit> tree) {
    return tree.stream().mapToLong(b -> Math.max(b.to, b.deprived)).max().orElseThrow();
  }

  /** Of what was lost then: less where something was lost again after it had returned. */
  private long confirm(List<Bit> tree, long from) {
    boolean standby =
        tree.stream()
            .anyMatch(b -> b.is(ConditionKind.FAILOVER) && b.entity.equals(facts.gateway.name()));
    boolean maintenance = tree.getFirst().is(ConditionKind.MAINTENANCE);
    boolean again = tree.stream().anyMatch(b -> b.from == from && isAgain(b));
    return again ? 30_000 : maintenance ? 180_000 : standby ? 120_000 : 30_000;
  }

  private static boolean isAgain(Bit bit) {
    return bit.parent
        .filter(parent -> (parent.is(bit.kind) && parent.to <= bit.from) || isAgain(parent))
        .isPresent();
  }

  boolean outlasts(List<Bit> tree, Bit bit) {
    boolean flap =
        bit.to == OPEN
            && tree.stream()
                .filter(b -> b.is(ConditionKind.TUNNEL_DOWN) && b.to == OPEN && b.from == bit.from)
                .anyMatch(b -> flaps(tree, b.entity));
    return outlasts(bit, confirm(tree, bit.from) + (flap ? 90_000 : 0));
  }

  private static boolean flaps(List<Bit> tree, String entity) {
    return tree.stream()
        .anyMatch(b -> b.is(ConditionKind.TUNNEL_FLAPPING) && b.entity.equals(entity));
  }

  private boolean outlasts(Bit bit, long least) {
    return (bit.to == OPEN ? asOf : bit.to) >= bit.from + least;
  }

  boolean isWarning(List<Bit> tree, Bit bit) {
    return switch (bit.kind) {
      case TUNNEL_DOWN, BGP_SESSION_DOWN, ROUTES_WITHDRAWN -> outlasts(tree, bit);
      case TUNNEL_FLAPPING -> true;
      case IKE_FAILING ->
          !wasUp(bit)
              || ((bit.parent.isEmpty()
                      || conditions.isRemoved(bit.entity, Bit.ms(bit.said.getLast())))
                  && outlasts(bit, 600_000));
      default -> false;
    };
  }

  boolean wasUp(Bit failing) {
    return facts.ups().stream()
        .filter(up -> failing.ip().equals(up.tunnel().remoteIp()))
        .filter(up -> failing.on.isEmpty() || failing.on.get() == up.tunnel().instance())
        .anyMatch(up -> up.from() <= failing.from);
  }

  /** Two minutes are over, and no instance took anything from the other. */
  private boolean failed(List<Bit> tree) {
    long t = tree.getFirst().from;
    return asOf >= t + 120_000
        && !facts.doubled(t)
        && tree.stream()
            .filter(b -> b.is(ConditionKind.TUNNEL_DOWN) && b.back.isPresent())
            .allMatch(b -> b.back.equals(b.on) || b.to - b.from > 120_000);
  }

  Cause cause(List<Bit> tree) {
    var last = tree.stream().filter(b -> b.is(ConditionKind.TUNNEL_DOWN)).max(Bit.TIME);
    return switch (tree.getFirst().kind) {
      case SITE_DOWN -> Cause.SITE_OUTAGE;
      case MAINTENANCE -> Cause.PLANNED_MAINTENANCE;
      case CONFIGURATION_CHANGED -> Cause.CONFIGURATION_CHANGE;
      case GATEWAY_DOWN -> Cause.GATEWAY_OUTAGE;
      case FAILOVER ->
          failed(tree)
              ? proofs.proven(tree.stream().filter(b -> b.is(ConditionKind.TUNNEL_DOWN)).toList())
              : Cause.INSTANCE_FAILOVER;
      case TUNNEL_FLAPPING ->
          last.filter(loss -> outlasts(loss, 600_000))
              .map(loss -> proofs.proven(List.of(loss)))
              .orElse(Cause.PATH_UNSTABLE);
      case BGP_SESSION_DOWN -> Cause.BGP_SESSION_LOST;
      case ROUTES_WITHDRAWN -> Cause.ROUTES_WITHDRAWN;
      default ->
          proofs.proven(
              tree.stream()
                  .filter(b -> b.is(ConditionKind.TUNNEL_DOWN) || b.is(tree.getFirst().kind))
                  .toList());
    };
  }

  IncidentState state(List<Bit> tree) {
    long end = end(tree);
    long closed = end + linger(tree.getFirst().kind);
    return end == OPEN || asOf < Math.min(closed, 60_000 + Math.max(end, calm(tree)))
        ? IncidentState.OPEN
        : asOf < closed ? IncidentState.RECOVERED : IncidentState.CLOSED;
  }

  /** When the penalty of everything that was lost is forgotten. */
  private static long calm(List<Bit> tree) {
    long calm = Long.MIN_VALUE;
    for (var bit : tree.stream().filter(b -> LOSSES.contains(b.kind)).toList()) {
      long merit = 0;
      long since = bit.from;
      for (long at :
          tree.stream()
              .filter(b -> b.is(bit.kind) && b.entity.equals(bit.entity))
              .mapToLong(b -> b.from)
              .sorted()
              .toArray()) {
        long left = (long) (merit * StrictMath.pow(0.5, (at - since) / 600_000.0));
        merit = Math.min(12_000_000, left + 1_000_000);
        since = at;
      }
      double halves = StrictMath.log(merit / 750_000.0) / StrictMath.log(2);
      calm = Math.max(calm, since + (long) StrictMath.ceil(halves * 600_000));
    }
    return calm;
  }

  static long linger(ConditionKind root) {
    return root == ConditionKind.MAINTENANCE
        ? 2_700_000
        : root == ConditionKind.TUNNEL_FLAPPING ? 60_000 : 600_000;
  }
}
