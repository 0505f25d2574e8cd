package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.model.ConditionKind.TUNNEL_DOWN;
import static dev.tunnelwatch.model.ConditionKind.TUNNEL_FLAPPING;

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How long a loss must last before it is more than a blip (rule 33). What the platform did was over
 * when the path returned: what is lost again, and is only in the incident since it was lost shortly
 * before (rule 24), has no more time than any other. What flaps (rule 17) is most often back before
 * anybody is told that it was lost, so that the record of its return is waited for.
 */
final class Confirm {
  private static final Duration MAINTENANCE = Duration.ofMinutes(3);
  static final Duration STANDBY_FAILOVER = Duration.ofMinutes(2);
  static final Duration ELSE = Duration.ofSeconds(30);

  /** Most records have come by then: what D is taken for where too few did (rule 35). */
  private static final Duration RETURN_IS_TOLD = DelayHistogram.UNKNOWN;

  private final Duration first;
  private final Set<Instant> again = new HashSet<>();

  /** When what flaps was lost and not heard of since. */
  private final Set<Instant> flaps = new HashSet<>();

  private Confirm(ConditionKind root, boolean standbyFailover) {
    first =
        root == ConditionKind.MAINTENANCE ? MAINTENANCE : standbyFailover ? STANDBY_FAILOVER : ELSE;
  }

  /** The failover of an active-standby gateway is the gateway's; else it is an instance's. */
  static Confirm of(Tree tree, GatewayId gateway) {
    var confirm =
        new Confirm(
            tree.root().kind(),
            tree.of(ConditionKind.FAILOVER).anyMatch(f -> f.entity().equals(gateway.name())));
    tree.members().stream()
        .filter(member -> isAgain(tree, member))
        .forEach(member -> confirm.again.add(member.from()));
    tree.of(TUNNEL_DOWN)
        .filter(Finding::isOpen)
        .filter(loss -> tree.of(TUNNEL_FLAPPING).anyMatch(f -> f.entity().equals(loss.entity())))
        .forEach(loss -> confirm.flaps.add(loss.from()));
    return confirm;
  }

  private static boolean isAgain(Tree tree, Finding member) {
    return tree.parent(member)
        .filter(
            parent ->
                (parent.is(member.kind()) && !parent.end().isAfter(member.from()))
                    || isAgain(tree, parent))
        .isPresent();
  }

  /** From a written incident. */
  static Confirm of(List<Condition> conditions, Collection<GatewayId> gateways) {
    var root = conditions.stream().filter(c -> c.causedBy().isEmpty()).findFirst();
    boolean standby =
        conditions.stream()
            .filter(c -> c.kind() == ConditionKind.FAILOVER)
            .anyMatch(c -> gateways.stream().anyMatch(g -> g.name().equals(c.entity())));
    var confirm = new Confirm(root.map(Condition::kind).orElse(TUNNEL_DOWN), standby);
    var byId = conditions.stream().collect(Collectors.toMap(Condition::id, c -> c));
    conditions.stream()
        .filter(condition -> isAgain(byId, condition))
        .forEach(condition -> confirm.again.add(condition.from()));
    var flapping =
        conditions.stream()
            .filter(condition -> condition.kind() == TUNNEL_FLAPPING)
            .map(Condition::entity)
            .toList();
    conditions.stream()
        .filter(condition -> condition.kind() == TUNNEL_DOWN && condition.to().isEmpty())
        .filter(condition -> flapping.contains(condition.entity()))
        .forEach(condition -> confirm.flaps.add(condition.from()));
    return confirm;
  }

  private static boolean isAgain(Map<String, Condition> byId, Condition condition) {
    return condition
        .causedBy()
        .map(byId::get)
        .filter(
            parent ->
                (parent.kind() == condition.kind()
                        && parent.to().filter(to -> !to.isAfter(condition.from())).isPresent())
                    || isAgain(byId, parent))
        .isPresent();
  }

  /** For what was lost at that instant. */
  Duration of(Instant loss) {
    return again.contains(loss) ? ELSE : first;
  }

  /** Whether what began then lasted, or lasts, to the end of its confirmation. */
  boolean outlasts(Instant from, Optional<Instant> to, AsOf asOf) {
    boolean mayBeBack = to.isEmpty() && isFlap(from);
    return outlasts(from, to, mayBeBack ? of(from).plus(RETURN_IS_TOLD) : of(from), asOf);
  }

  /** Whether it may be back already for all that is known, as it was before. */
  boolean isFlap(Instant loss) {
    return flaps.contains(loss);
  }

  static boolean outlasts(Instant from, Optional<Instant> to, Duration least, AsOf asOf) {
    var limit = from.plus(least);
    return to.map(end -> !end.isBefore(limit)).orElseGet(() -> asOf.reached(limit));
  }
}
