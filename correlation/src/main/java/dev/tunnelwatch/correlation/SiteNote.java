package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Redundancy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is to be said of the paths to one site beyond its row.
 *
 * @param spells when what the title tells of was so for this site
 * @param byOthers the stretches without a path that are charged to other incidents (rule 32)
 * @param gone what other incidents had taken before this one took the last path
 * @param lifeless of paths that never came up
 * @param known what the lines tell of the state of its tunnels: without a tunnel log none does
 * @param removed whether its last stretch without a path ended since none is expected any more
 * @param sessions what is known of the other BGP sessions with it
 */
record SiteNote(
    Spells spells,
    List<Taken> byOthers,
    List<Taken> gone,
    Optional<Lifeless> lifeless,
    Known known,
    boolean removed,
    Sessions.Left sessions) {
  static final SiteNote NONE =
      new SiteNote(
          Spells.of(List.of()),
          List.of(),
          List.of(),
          Optional.empty(),
          Known.WHAT_IS_LEFT,
          false,
          Sessions.Left.NONE);

  private static final int NAMED = 4;
  private static final String PRESUMED =
      " and is presumed to have stayed reachable (nothing was heard of what is left)";
  private static final String UNHEARD = ", since no line of the tunnel log was read";

  SiteNote {
    gone = List.copyOf(gone);
    byOthers = List.copyOf(byOthers);
  }

  /** What is more than presumed (rule 30). */
  enum Known {
    NOTHING,
    /** That some were up, or are not. */
    TUNNELS,
    /** Also that one of those that were not lost had been up. */
    WHAT_IS_LEFT;

    static Known of(Scene scene, SiteLosses view) {
      return view.leftHeard() ? WHAT_IS_LEFT : scene.hearsTunnels(view.site()) ? TUNNELS : NOTHING;
    }
  }

  /** When a path went, and what took it or which it was. */
  record Taken(Instant at, Optional<Instant> to, String entity) {
    private String gone(Returns returns) {
      var from = Words.clock(at);
      return entity
          + to.map(back -> " from " + from + " to " + returns.clock(back)).orElse(" since " + from);
    }

    private String out(Returns returns) {
      return Words.clock(at) + to.map(back -> " to " + returns.clock(back)).orElse("");
    }

    private String until(Returns returns) {
      return to.isPresent()
          ? "except from " + out(returns) + ", when its last path was gone too (" + entity + ')'
          : "until " + out(returns) + ", when its last path went (" + entity + ')';
    }
  }

  static SiteNote of(Scene scene, Tree tree, SiteLosses view, Spells spells) {
    var byOthers =
        view.lostByOthers().stream()
            .map(lost -> new Taken(lost.from(), lost.to(), lost.last().by().entity()))
            .toList();
    var gone =
        view.takenBefore().stream()
            .map(gap -> new Taken(gap.from(), back(gap), gap.path()))
            .toList();
    return new SiteNote(
        spells,
        byOthers,
        gone,
        Lifeless.of(scene, tree, view.site()),
        Known.of(scene, view),
        view.endsUnexpected(),
        Sessions.left(scene, tree, view.site()));
  }

  private static Optional<Instant> back(Gap gap) {
    return Optional.of(gap.end()).filter(Instant.MAX::isAfter);
  }

  /** Nothing of the site was ever seen up. */
  boolean neverUp() {
    return lifeless.filter(Lifeless::wholeSite).isPresent();
  }

  /**
   * The paths of a site in a sentence or two.
   *
   * @param row of the site
   * @param outages when the last path was gone, as a clause
   * @param when fewer were up, where sites differ in that
   */
  String told(Redundancy row, String outages, String when, Returns returns) {
    var name = row.site() + " from " + row.gateway().name();
    if (neverUp()) {
      return lifeless.orElseThrow().told(row.gateway().name(), row.site());
    }
    var paths =
        switch (row.worst()) {
          case LOST ->
              name + " lost its last path" + outages + alsoByOthers(returns) + goneBefore(returns);
          case DEGRADED ->
              name
                  + " kept "
                  + row.up()
                  + " of "
                  + row.expected()
                  + " paths"
                  + when
                  + (known == Known.WHAT_IS_LEFT ? " and stayed reachable" : PRESUMED)
                  + untilOthers(returns);
          case FULL ->
              known != Known.NOTHING
                  ? name
                      + (lifeless.isPresent() ? " kept the paths it had." : " kept all its paths.")
                  : "Whether " + name + " kept its paths is not known" + UNHEARD + '.';
          case UNKNOWN -> "Whether a path to " + name + " is up is unknown.";
        };
    return paths + lifeless.map(l -> ' ' + l.told(row.gateway().name(), row.site())).orElse("");
  }

  private String goneBefore(Returns returns) {
    var first =
        gone.stream().limit(NAMED).map(of -> of.gone(returns)).collect(Collectors.joining(", "));
    var more = gone.size() > NAMED ? " and " + (gone.size() - NAMED) + " more" : "";
    return gone.isEmpty() ? "" : " Other paths were gone before: " + first + more + '.';
  }

  /** That others are charged with it does not make it the fault of others: it is near. */
  private String untilOthers(Returns returns) {
    return byOthers.isEmpty()
        ? "."
        : byOthers.stream()
            .map(taken -> taken.until(returns))
            .collect(Collectors.joining("; and ", " ", ", told as an incident of its own."));
  }

  private String alsoByOthers(Returns returns) {
    return byOthers.isEmpty()
        ? "."
        : byOthers.stream()
            .map(taken -> taken.out(returns) + " (" + taken.entity() + ')')
            .collect(
                Collectors.joining(", ", "; it was also gone ", ", told as another incident."));
  }
}
