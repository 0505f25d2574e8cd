package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.SiteState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** What the losses of one tree did to the paths to one site (rules 29 to 32). */
final class SiteLosses {
  private final Scene scene;
  private final Tree tree;
  private final String site;

  SiteLosses(Scene scene, Tree tree, String site) {
    this.scene = scene;
    this.tree = tree;
    this.site = site;
  }

  /** An interval without any path, taken by a loss of this tree. */
  record Lost(Instant from, Optional<Instant> to) {
    /** Rule 33: whether it lasted to the end of the confirmation. */
    boolean outlasts(Duration confirm, AsOf asOf) {
      var limit = from.plus(confirm);
      return to.map(end -> !end.isBefore(limit)).orElseGet(() -> asOf.reached(limit));
    }
  }

  /** Charged to this tree, in order of time (rule 32). */
  List<Lost> lost() {
    var lost = new ArrayList<Lost>();
    for (var at : starts()) {
      if (state(at) == SiteState.LOST && tree.members().contains(taker(at))) {
        var to = downAt(at).stream().map(Finding::end).min(Comparator.naturalOrder());
        lost.add(new Lost(at, to.filter(end -> end.isBefore(Instant.MAX))));
      }
    }
    return lost;
  }

  Redundancy redundancy(Duration confirm, AsOf asOf) {
    var lost = lost();
    var own = own();
    var at = own.isEmpty() ? tree.root().from() : own.getFirst().from();
    int expected = expected(at).size();
    int up = expected;
    for (var point : starts()) {
      boolean mine = own.stream().anyMatch(loss -> loss.covers(point));
      if (mine) {
        boolean others = state(point) == SiteState.LOST && !tree.members().contains(taker(point));
        up = Math.min(up, others ? 1 : up(point));
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
  private static Optional<Lost> told(List<Lost> lost, Duration confirm, AsOf asOf) {
    return lost.stream()
        .filter(interval -> interval.to().isEmpty())
        .reduce((_, last) -> last)
        .or(() -> lost.stream().filter(past -> past.outlasts(confirm, asOf)).findFirst())
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

  private List<Finding> own() {
    return tree.of(ConditionKind.TUNNEL_DOWN).filter(this::isOfSite).sorted(Finding.TIME).toList();
  }

  private boolean isOfSite(Finding loss) {
    return scene.layout.site(loss.remote()).equals(site);
  }

  /** The instants at which fewer paths were up than before. */
  private NavigableSet<Instant> starts() {
    var starts = new TreeSet<Instant>();
    scene.losses.stream().filter(this::isOfSite).forEach(loss -> starts.add(loss.from()));
    return starts;
  }

  private SiteState state(Instant at) {
    var expected = expected(at);
    int up = up(at);
    if (expected.isEmpty()) {
      return SiteState.UNKNOWN;
    }
    if (up == 0) {
      return SiteState.LOST;
    }
    return up == expected.size() ? SiteState.FULL : SiteState.DEGRADED;
  }

  private int up(Instant at) {
    var up = new TreeSet<>(expected(at));
    downAt(at).forEach(loss -> up.remove(loss.entity()));
    return up.size();
  }

  private Collection<String> expected(Instant at) {
    return scene.expected(site, at);
  }

  private List<Finding> downAt(Instant at) {
    return scene.downAt(at).stream().filter(this::isOfSite).toList();
  }

  /** The loss that took the last path; of several in one instant the last by name. */
  private Finding taker(Instant at) {
    return downAt(at).stream()
        .filter(loss -> loss.from().equals(at))
        .max(Comparator.comparing(Finding::entity))
        .orElseThrow();
  }
}
