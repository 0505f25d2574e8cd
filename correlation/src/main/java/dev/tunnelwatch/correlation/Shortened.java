package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Loss;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An incident with shorter lists, for names so long that it cannot be passed on with all. What it
 * says in words and in numbers stays as it was concluded from the whole.
 */
public final class Shortened {
  private final Incident whole;
  private final int most;
  private final List<Condition> kept;

  /** Where a line stands, by where it stood. */
  private final Map<Integer, Integer> lines = new TreeMap<>();

  /** The new id of a condition, by the old one. */
  private final Map<String, String> ids = new HashMap<>();

  private Shortened(Incident whole, int most) {
    this.whole = whole;
    this.most = most;
    var fromRoot = fromRoot();
    kept = fromRoot.stream().sorted(Condition.ORDER).toList();
    kept.forEach(condition -> ids.put(condition.id(), "c" + ids.size()));
    var shown =
        new TreeSet<>(
            fromRoot.stream()
                .flatMap(condition -> condition.evidence().stream())
                .distinct()
                .limit(most)
                .toList());
    shown.forEach(line -> lines.put(line, lines.size()));
  }

  /**
   * The same with no list longer than that.
   *
   * @param most at least 1
   */
  public static Incident of(Incident whole, int most) {
    return new Shortened(whole, most).incident();
  }

  /**
   * The same, and what its losses say of conditions that are left out is left out with them.
   *
   * @param most at least 1
   */
  public static GatewayIncident of(GatewayIncident whole, int most) {
    var shortened = new Shortened(whole.incident(), most);
    return new GatewayIncident(
        whole.gateway(),
        shortened.incident(),
        whole.losses().stream().map(shortened::loss).flatMap(Optional::stream).toList());
  }

  private Incident incident() {
    var scope = whole.scope();
    var proof = whole.proof();
    var flags = EnumSet.of(Flag.TRUNCATED);
    flags.addAll(whole.flags());
    return new Incident(
        whole.id(),
        whole.revision(),
        whole.state(),
        whole.judgement(),
        whole.wording(),
        whole.span(),
        new Incident.Scope(
            first(scope.gateways()),
            first(scope.sites()),
            first(scope.tunnels()),
            first(scope.bgpPeers()),
            first(scope.prefixes()),
            scope.users()),
        Listed.of(whole.redundancy(), most),
        kept.stream().map(this::condition).toList(),
        new Incident.Proof(evidence(), proof.total(), proof.rejectedCauses()),
        whole.lineage(),
        whole.inventory(),
        flags);
  }

  private <T> List<T> first(List<T> all) {
    return all.subList(0, Math.min(most, all.size()));
  }

  private List<Evidence> evidence() {
    return lines.keySet().stream().map(whole.proof().evidence()::get).toList();
  }

  private Condition condition(Condition old) {
    return new Condition(
        id(old.id()).orElseThrow(),
        old.kind(),
        old.entity(),
        old.from(),
        old.to(),
        old.causedBy().flatMap(this::id),
        old.evidence().stream().filter(lines::containsKey).map(lines::get).toList());
  }

  private Optional<Loss> loss(Loss old) {
    return id(old.condition())
        .map(now -> new Loss(now, old.tunnel(), old.site(), old.from(), old.to(), old.dpd()));
  }

  private Optional<String> id(String old) {
    return Optional.ofNullable(ids.get(old));
  }

  /**
   * Those that stay: level by level, as of one that has more than any lists, and a level's first.
   */
  private List<Condition> fromRoot() {
    var depths = new HashMap<String, Integer>();
    var byId = new HashMap<String, Condition>();
    whole.conditions().forEach(condition -> byId.put(condition.id(), condition));
    for (var condition : whole.conditions()) {
      depths.put(condition.id(), depth(condition, byId));
    }
    var all = new ArrayList<>(whole.conditions());
    all.sort(
        Comparator.comparingInt((Condition condition) -> depths.getOrDefault(condition.id(), 0))
            .thenComparing(Condition.ORDER));
    return List.copyOf(first(all));
  }

  private static int depth(Condition condition, Map<String, Condition> byId) {
    int depth = 0;
    var parent = condition.causedBy().map(byId::get);
    while (parent.isPresent() && depth < byId.size()) {
      depth++;
      parent = parent.get().causedBy().map(byId::get);
    }
    return depth;
  }
}
