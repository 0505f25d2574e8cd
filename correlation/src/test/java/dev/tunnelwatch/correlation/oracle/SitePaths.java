package dev.tunnelwatch.correlation.oracle;

import static dev.tunnelwatch.correlation.oracle.Bit.OPEN;

import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.SiteState;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** The paths to one site, and what one tree did to them (rule 32). */
final class SitePaths {
  private final Facts facts;
  private final List<Bit> tree;
  private final String site;
  private final SiteHoles all;

  SitePaths(Facts facts, Conditions conditions, List<Bit> tree, String site) {
    this.facts = facts;
    this.tree = tree;
    this.site = site;
    all = conditions.holes(site);
  }

  /** Whose last path this tree took (rule 32). */
  List<Bit> lost() {
    return all.stretches.stream().filter(s -> tree.contains(s.parent.orElseThrow())).toList();
  }

  Redundancy redundancy(Predicate<Bit> confirmed) {
    var own =
        all.holes.stream()
            .map(SiteHoles.Hole::why)
            .filter(tree::contains)
            .sorted(Bit.TIME)
            .toList();
    long first = own.isEmpty() ? tree.getFirst().from : own.getFirst().from;
    int expected = all.expected(first).size();
    long up = expected;
    var lost = lost();
    for (long t : all.starts()) {
      if (own.stream().anyMatch(bit -> bit.downAt(t))) {
        boolean theirs =
            all.stretches.stream()
                .anyMatch(s -> s.downAt(t) && !tree.contains(s.parent.orElseThrow()));
        up = Math.min(up, theirs ? 1 : all.up(2 * t));
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
