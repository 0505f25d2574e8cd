package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.SiteState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The paths to one site, and what one tree did to them (rules 29 to 32). */
final class SitePaths {
  private final Facts facts;
  private final Conditions conditions;
  private final List<Bit> tree;
  private final String site;
  private final List<Hole> holes = new ArrayList<>();
  private final List<Bit> stretches;

  /** One path out of use because of one condition. */
  private record Hole(String path, Bit why) {}

  /** Half an instant is told apart by counting in half milliseconds: 2t is at, 2t + 1 after t. */
  private static boolean spans(Bit bit, long half) {
    long from = 2 * bit.from;
    long to = bit.to == OPEN ? OPEN : 2 * bit.to;
    return half >= from && (half < to || half == from);
  }

  SitePaths(Facts facts, Conditions conditions, List<Bit> tree, String site) {
    this.facts = facts;
    this.conditions = conditions;
    this.tree = tree;
    this.site = site;
    facts.losses.stream()
        .filter(loss -> facts.site(loss.ip()).equals(site))
        .forEach(loss -> holes.add(new Hole(loss.entity, loss)));
    for (var session : conditions.of(ConditionKind.BGP_SESSION_DOWN)) {
      for (var ip : session.ips) {
        if (facts.site(ip).equals(site) && facts.connection(ip).filter(this::byBgp).isPresent()) {
          facts
              .paths(Set.of(ip), session.on, session.from)
              .forEach(path -> holes.add(new Hole(path, session)));
        }
      }
    }
    this.stretches = stretches();
  }

  private boolean byBgp(Connection connection) {
    return connection.bgp().isPresent()
        && connection.prefixes().isEmpty()
        && connection.farEnd() instanceof Connection.FarEnd.Device;
  }

  private Set<String> expected(long t) {
    var ips =
        facts.ips.stream().filter(ip -> facts.site(ip).equals(site)).collect(Collectors.toSet());
    var paths = facts.expected(ips, Optional.<Instance>empty(), t);
    paths.removeIf(path -> conditions.neverUp(path, t) || conditions.isRemoved(path, t + 1));
    return paths;
  }

  private long up(long half) {
    var left = new HashSet<>(expected(half >> 1));
    holes.stream().filter(h -> spans(h.why, half)).forEach(h -> left.remove(h.path));
    return left.size();
  }

  private boolean isOut(long half) {
    return up(half) == 0 && !expected(half >> 1).isEmpty();
  }

  /** Every stretch without a path; its parent is what took the last. */
  private List<Bit> stretches() {
    var found = new ArrayList<Bit>();
    for (long t : starts()) {
      boolean known = !found.isEmpty() && found.getLast().downAt(t);
      if (known || !isOut(2 * t)) {
        continue;
      }
      long to =
          LongStream.concat(holes.stream().mapToLong(h -> h.why.to), begun())
              .filter(end -> end >= t && end != OPEN)
              .filter(end -> !isOut(2 * end + 1))
              .min()
              .orElse(OPEN);
      var last =
          holes.stream()
              .filter(h -> h.why.from == t)
              .max(Comparator.comparing(Hole::path).thenComparing(Hole::why, Bit.TIME));
      var stretch = new Bit(ConditionKind.SITE_DOWN, site, t, to);
      stretch.parent = last.map(Hole::why);
      found.add(stretch);
    }
    return found;
  }

  private LongStream begun() {
    return facts.ups().stream()
        .filter(up -> facts.site(up.tunnel().remoteIp()).equals(site))
        .mapToLong(Lives.Up::from);
  }

  private Set<Long> starts() {
    return holes.stream().map(h -> h.why.from).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whose last path this tree took (rule 32). */
  List<Bit> lost() {
    return stretches.stream().filter(s -> tree.contains(s.parent.orElseThrow())).toList();
  }

  Redundancy redundancy(Predicate<Bit> confirmed) {
    var own = holes.stream().map(Hole::why).filter(tree::contains).sorted(Bit.TIME).toList();
    long first = own.isEmpty() ? tree.getFirst().from : own.getFirst().from;
    int expected = expected(first).size();
    long up = expected;
    var lost = lost();
    for (long t : starts()) {
      if (own.stream().anyMatch(bit -> bit.downAt(t))) {
        boolean theirs =
            stretches.stream().anyMatch(s -> s.downAt(t) && !tree.contains(s.parent.orElseThrow()));
        up = Math.min(up, theirs ? 1 : up(2 * t));
      }
    }
    var told =
        lost.stream()
            .filter(l -> l.to == OPEN)
            .reduce((_, last) -> last)
            .or(() -> lost.stream().filter(confirmed).findFirst())
            .or(() -> lost.stream().reduce((_, last) -> last));
    boolean blind = facts.topology.filter(GatewayTopology::policyBased).isPresent();
    var worst =
        !lost.isEmpty()
            ? SiteState.LOST
            : blind || expected == 0
                ? SiteState.UNKNOWN
                : up == expected ? SiteState.FULL : SiteState.DEGRADED;
    return new Redundancy(
        facts.gateway,
        site,
        expected,
        (int) up,
        worst,
        told.map(l -> Instant.ofEpochMilli(l.from)),
        told.filter(l -> l.to != OPEN).map(l -> Instant.ofEpochMilli(l.to)));
  }
}
