package dev.tunnelwatch.correlation.oracle;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Presence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The gateway stage, naively: title, explanation and the words of rejected causes left empty. */
public final class GatewayOracle {
  private static final Set<ConditionKind> BARREN =
      EnumSet.of(
          ConditionKind.SITE_DOWN,
          ConditionKind.GATEWAY_DOWN,
          ConditionKind.FAILOVER,
          ConditionKind.MAINTENANCE,
          ConditionKind.CONFIGURATION_CHANGED);

  private final Facts facts;
  private final Conditions conditions;
  private final Verdicts verdicts;
  private final Account account;

  private GatewayOracle(Facts facts, Optional<String> hash, Instant now) {
    long asOf = now.toEpochMilli();
    this.facts = facts;
    conditions = new Conditions(facts, asOf);
    var proofs = new Proofs(facts);
    new Edges(facts, conditions, proofs).link();
    verdicts = new Verdicts(facts, conditions, proofs, asOf);
    account = new Account(facts, conditions, proofs, verdicts, hash, asOf);
  }

  /** What was known by some time; the same for many a prefix of one history. */
  private record Past(List<GatewayEvent> events, List<Presence> signs, Instant time) {}

  /** What was closed by then, of one gateway with one topology. */
  public static final class Pasts {
    private final Map<Past, List<List<Bit>>> closed = new HashMap<>();
  }

  /** Everything heard so far, copies included, in any order. */
  public static List<Incident> incidents(
      GatewayId gateway,
      List<GatewayEvent> heard,
      List<Presence> signs,
      Optional<GatewayTopology> topology,
      Instant asOf,
      Pasts pasts) {
    var hash = topology.map(_ -> "hash");
    var counted =
        Heard.evidence(
            heard,
            (so, far) ->
                pasts.closed.computeIfAbsent(
                    new Past(by(far, so), before(far, signs), far),
                    past ->
                        new GatewayOracle(
                                new Facts(gateway, past.events, past.signs, topology), hash, far)
                            .closed()));
    var oracle = new GatewayOracle(new Facts(gateway, counted, signs, topology), hash, asOf);
    return oracle
        .trees()
        .map(oracle.account::incident)
        .sorted(Comparator.comparing(Incident::id))
        .toList();
  }

  private static List<GatewayEvent> by(Instant minute, List<GatewayEvent> events) {
    return events.stream().filter(e -> !e.at().isAfter(minute)).toList();
  }

  private static List<Presence> before(Instant minute, List<Presence> signs) {
    return signs.stream().filter(sign -> sign.at().isBefore(minute)).toList();
  }

  private List<List<Bit>> closed() {
    return trees().filter(tree -> verdicts.state(tree) == IncidentState.CLOSED).toList();
  }

  private Stream<List<Bit>> trees() {
    return conditions.all.stream()
        .filter(root -> root.parent.isEmpty())
        .map(this::tree)
        .peek(this::deprive)
        .filter(tree -> tree.size() > 1 || !BARREN.contains(tree.getFirst().kind))
        .filter(tree -> !isNoise(tree));
  }

  /** A removal ends at once, but not what it did to a site (rule 33). */
  private void deprive(List<Bit> tree) {
    for (var bit : tree) {
      if (bit.takenOut()) {
        new SitePaths(facts, conditions, tree, facts.site(bit.ip()))
            .lost().stream()
                .filter(lost -> lost.parent.equals(Optional.of(bit)))
                .forEach(lost -> bit.deprived = Math.max(bit.deprived, lost.to));
      }
    }
  }

  private boolean isNoise(List<Bit> tree) {
    var root = tree.getFirst();
    long last = tree.stream().mapToLong(b -> Bit.ms(b.said.getLast())).max().orElseThrow();
    return tree.stream().allMatch(b -> b.is(ConditionKind.IKE_FAILING))
        && last <= root.from + 30_000
        && (facts.connection(root.ip()).isEmpty() || verdicts.wasUp(root));
  }

  /** The root, its children, their children; each level by rank. */
  private List<Bit> tree(Bit root) {
    var tree = new ArrayList<>(List.of(root));
    for (int i = 0; i < tree.size(); i++) {
      var parent = tree.get(i);
      conditions.all.stream()
          .filter(bit -> bit.parent.equals(Optional.of(parent)))
          .sorted(Bit.RANK)
          .forEach(tree::add);
    }
    return tree;
  }
}
