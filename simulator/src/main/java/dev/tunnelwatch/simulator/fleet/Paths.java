package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.SiteState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** How many ways to a site are left while tunnels are lost: counted moment by moment. */
final class Paths {

  private Paths() {}

  /** What a loss of tunnels does to one site as seen from one gateway. */
  static Redundancy left(FleetGateway gateway, String site, List<Harm.Lost> losses) {
    var ofSite =
        losses.stream()
            .filter(
                lost ->
                    lost.tunnel().gateway().equals(gateway)
                        && lost.tunnel().connection().site().equals(site))
            .toList();
    int expected = gateway.paths(site);
    int fewest = expected;
    Optional<Instant> lostFrom = Optional.empty();
    Optional<Instant> lostTo = Optional.empty();
    for (var moment : moments(ofSite)) {
      int up = expected - down(ofSite, moment);
      fewest = Math.min(fewest, up);
      if (up == 0 && lostFrom.isEmpty()) {
        lostFrom = Optional.of(moment);
      }
      if (up > 0 && lostFrom.isPresent() && lostTo.isEmpty()) {
        lostTo = Optional.of(moment);
      }
    }
    return new Redundancy(
        gateway.id(), site, expected, fewest, state(fewest, expected), lostFrom, lostTo);
  }

  private static SortedSet<Instant> moments(List<Harm.Lost> losses) {
    var moments = new TreeSet<Instant>();
    for (var lost : losses) {
      moments.add(lost.from());
      lost.to().ifPresent(moments::add);
    }
    return moments;
  }

  private static int down(List<Harm.Lost> losses, Instant moment) {
    return (int)
        losses.stream()
            .filter(
                lost ->
                    !lost.from().isAfter(moment)
                        && lost.to().map(end -> end.isAfter(moment)).orElse(true))
            .count();
  }

  private static SiteState state(int up, int expected) {
    if (up == 0) {
      return SiteState.LOST;
    }
    return up < expected ? SiteState.DEGRADED : SiteState.FULL;
  }
}
