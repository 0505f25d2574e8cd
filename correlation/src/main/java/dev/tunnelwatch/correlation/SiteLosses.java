package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Incident.Span;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.SiteState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What the conditions of one tree did to the paths to one site (rules 29 to 32). */
final class SiteLosses {
  private final Scene scene;
  private final Tree tree;
  private final String site;

  /** Of the site, whoever took the path; in order of time. */
  private final List<Gap> gaps;

  /** Of this tree. */
  private final List<Gap> own;

  /** The stretches without any path, whoever is charged with them. */
  private final List<Lost> stretches;

  SiteLosses(Scene scene, Tree tree, String site) {
    this.scene = scene;
    this.tree = tree;
    this.site = site;
    this.gaps =
        scene.gaps.stream().filter(gap -> scene.layout.site(gap.remote()).equals(site)).toList();
    this.own = gaps.stream().filter(gap -> tree.has(gap.by())).toList();
    this.stretches = scene.stretches(site, this::stretches);
  }

  /** A stretch without any path, and the gap that took the last one. */
  record Lost(Instant from, Optional<Instant> to, Gap last) {
    private boolean covers(Instant at) {
      return !from.isAfter(at) && (from.equals(at) || to.filter(end -> !end.isAfter(at)).isEmpty());
    }
  }

  String site() {
    return site;
  }

  /** Charged to this tree, in order of time (rule 32). */
  List<Lost> lost() {
    return stretches.stream().filter(this::isMine).toList();
  }

  /** Whether nothing is expected since, so that it is over though no path returned. */
  boolean endsUnexpected() {
    var lost = lost();
    return !lost.isEmpty()
        && lost.getLast().to().filter(end -> expected(end.plusNanos(1)).isEmpty()).isPresent();
  }

  List<LostSites.Outage> outages() {
    return lost().stream()
        .map(lost -> new Span(lost.from(), lost.to()))
        .map(span -> new LostSites.Outage(scene.layout.gateway(), site, span))
        .toList();
  }

  /** What others had taken of the site before this tree took the last path, and still kept. */
  List<Gap> takenBefore() {
    var last = lost();
    return last.isEmpty()
        ? List.of()
        : gaps.stream()
            .filter(gap -> !tree.has(gap.by()))
            .filter(gap -> gap.from().isBefore(last.getFirst().from()))
            .filter(gap -> gap.covers(last.getFirst().from()))
            .toList();
  }

  /** Charged to others while something of this tree lasted. */
  List<Lost> lostByOthers() {
    return stretches.stream()
        .filter(lost -> !isMine(lost))
        .filter(lost -> own.stream().anyMatch(gap -> gap.covers(lost.from())))
        .toList();
  }

  private boolean isMine(Lost lost) {
    return tree.has(lost.last().by());
  }

  private List<Lost> stretches() {
    var found = new ArrayList<Lost>();
    for (var at : starts()) {
      boolean known = !found.isEmpty() && found.getLast().covers(at);
      if (!known && isLost(at)) {
        found.add(new Lost(at, returnAfter(at), taker(at)));
      }
    }
    return found;
  }

  /**
   * The first instant after which a path is there again, be it one that had been taken out, or none
   * is expected any more.
   */
  private Optional<Instant> returnAfter(Instant lost) {
    var ends = new TreeSet<Instant>();
    gaps.stream().map(Gap::end).forEach(ends::add);
    scene.histories.values().stream()
        .filter(history -> scene.layout.site(history.tunnel().remoteIp()).equals(site))
        .flatMap(history -> history.ups().stream())
        .forEach(up -> ends.add(up.from()));
    return ends.tailSet(lost, true).stream()
        .filter(end -> end.isBefore(Instant.MAX))
        .filter(end -> !isLost(expected(end.plusNanos(1)), gap -> gap.outlasts(end)))
        .findFirst();
  }

  Redundancy redundancy(Confirm confirm, AsOf asOf) {
    var lost = lost();
    var at = own.isEmpty() ? tree.root().from() : own.getFirst().from();
    int expected = expected(at).size();
    int up = expected;
    for (var point : starts()) {
      if (own.stream().anyMatch(gap -> gap.covers(point))) {
        boolean others =
            stretches.stream().anyMatch(stretch -> stretch.covers(point) && !isMine(stretch));
        up = Math.min(up, others ? 1 : up(expected(point), gap -> gap.covers(point)));
      }
    }
    var told = told(lost, confirm, asOf);
    return new Redundancy(
        scene.layout.gateway(),
        site,
        expected,
        up,
        worst(expected, up, lost),
        told.map(Lost::from),
        told.flatMap(Lost::to));
  }

  /** The one that is on now, else the first that outlasted confirm, else the last. */
  private static Optional<Lost> told(List<Lost> lost, Confirm confirm, AsOf asOf) {
    return lost.stream()
        .filter(interval -> interval.to().isEmpty())
        .reduce((_, last) -> last)
        .or(
            () ->
                lost.stream()
                    .filter(past -> confirm.outlasts(past.from(), past.to(), asOf))
                    .findFirst())
        .or(() -> lost.isEmpty() ? Optional.empty() : Optional.of(lost.getLast()));
  }

  private SiteState worst(int expected, int up, List<Lost> lost) {
    if (!lost.isEmpty()) {
      return SiteState.LOST;
    }
    if (scene.layout.tunnelsUnseen() || expected == 0) {
      return SiteState.UNKNOWN;
    }
    return up == expected ? SiteState.FULL : SiteState.DEGRADED;
  }

  /** The instants at which fewer paths were up than before. */
  private Collection<Instant> starts() {
    return gaps.stream().map(Gap::from).distinct().toList();
  }

  private boolean isLost(Instant at) {
    return isLost(expected(at), gap -> gap.covers(at));
  }

  private boolean isLost(Collection<String> expected, Predicate<Gap> on) {
    return !expected.isEmpty() && up(expected, on) == 0;
  }

  /** Whether one of the paths that it left is known to have been up, and not only presumed. */
  boolean leftHeard() {
    return !own.isEmpty()
        && starts().stream()
            .filter(at -> own.stream().anyMatch(gap -> gap.covers(at)))
            .filter(at -> !isLost(at))
            .allMatch(
                at ->
                    left(expected(at), gap -> gap.covers(at)).stream()
                        .anyMatch(path -> scene.isHeard(path, at)));
  }

  private int up(Collection<String> expected, Predicate<Gap> on) {
    return left(expected, on).size();
  }

  private Collection<String> left(Collection<String> expected, Predicate<Gap> on) {
    var left = new TreeSet<>(expected);
    gaps.stream().filter(on).forEach(gap -> left.remove(gap.path()));
    return left;
  }

  private Collection<String> expected(Instant at) {
    return scene.expected(site, at);
  }

  /** What took the last path; of several in one instant the last by name. */
  private Gap taker(Instant at) {
    return gaps.stream()
        .filter(gap -> gap.from().equals(at))
        .max(Comparator.comparing(Gap::path).thenComparing(Gap::by, Finding.TIME))
        .orElseThrow();
  }
}
