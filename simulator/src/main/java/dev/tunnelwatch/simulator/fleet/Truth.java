package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.SiteState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Writes the labels of faults, out of what was decided about them. */
final class Truth {

  private Truth() {}

  /** A fault that leaves its mark for long: as bad as the fewest ways it leaves. */
  static Label lasting(Draft draft, Cause cause, Harm harm) {
    boolean lost =
        redundancy(draft, harm.tunnels()).stream().anyMatch(r -> r.worst() == SiteState.LOST);
    return label(draft, cause, Set.of(cause), harm, lost ? Severity.CRITICAL : Severity.WARNING);
  }

  /** A fault of the severity its story has. */
  static Label label(
      Draft draft, Cause cause, Set<Cause> acceptable, Harm harm, Severity severity) {
    var losses = harm.tunnels();
    var gateways = draft.targets().stream().map(t -> t.gateway().id()).distinct().sorted().toList();
    var tunnels = losses.stream().map(l -> l.tunnel().id()).distinct().sorted().toList();
    var redundancy = redundancy(draft, losses);
    var sites = redundancy.stream().map(Redundancy::site).distinct().sorted().toList();
    return new Label(
        draft.id(),
        LabelJson.word(draft.kind()),
        cause,
        acceptable,
        new Label.Scope(gateways, tunnels, sites),
        span(draft, harm),
        new Label.Verdict(severity, severity == Severity.CRITICAL),
        redundancy,
        List.of());
  }

  private static Label.Span span(Draft draft, Harm harm) {
    var from =
        Stream.concat(
                harm.tunnels().stream().map(Harm.Lost::from),
                harm.sessions().stream().map(Harm.SessionLost::from))
            .min(Comparator.naturalOrder())
            .orElse(draft.from());
    var ends = new ArrayList<Optional<Instant>>();
    harm.tunnels().forEach(lost -> ends.add(lost.to()));
    harm.sessions().forEach(lost -> ends.add(lost.to()));
    if (ends.isEmpty()) {
      ends.add(draft.to());
    }
    var last =
        ends.stream().anyMatch(Optional::isEmpty)
            ? Optional.<Instant>empty()
            : ends.stream().flatMap(Optional::stream).max(Comparator.naturalOrder());
    return new Label.Span(from, last.filter(end -> end.isBefore(draft.runEnds())));
  }

  private static List<Redundancy> redundancy(Draft draft, List<Harm.Lost> losses) {
    var all = new ArrayList<Redundancy>();
    for (var target : draft.targets()) {
      var gateway = target.gateway();
      var sites = new TreeSet<String>();
      losses.stream()
          .filter(lost -> lost.tunnel().gateway().equals(gateway))
          .forEach(lost -> sites.add(lost.tunnel().connection().site()));
      if (sites.isEmpty()) {
        sites.add(target.connection().site());
      }
      sites.forEach(site -> all.add(Paths.left(gateway, site, losses)));
    }
    return all;
  }
}
