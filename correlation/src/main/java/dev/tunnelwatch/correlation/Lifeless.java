package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Instance;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Paths to one site of which nothing but failures was seen (rule 30): of such, that the site kept
 * all its paths would be true and mean the opposite.
 *
 * @param paths as the failing negotiations name them
 * @param wholeSite whether the site has no other
 * @param onBothInstances whether it would have them on both
 * @param since when the log begins, where that is known
 * @param gaveUp when the last attempt was, once there are no more and none succeeded
 * @param cameUp the first of the site's paths that did
 */
record Lifeless(
    List<String> paths,
    boolean wholeSite,
    boolean onBothInstances,
    Optional<String> since,
    Optional<Instant> gaveUp,
    Optional<Instant> cameUp) {

  Lifeless {
    paths = List.copyOf(paths);
  }

  static Optional<Lifeless> of(Scene scene, Tree tree, String site) {
    var failing =
        tree.of(ConditionKind.IKE_FAILING)
            .filter(member -> scene.layout.site(member.remote()).equals(site))
            .filter(scene::neverUp)
            .toList();
    if (failing.isEmpty() || scene.layout.tunnelsUnseen()) {
      return Optional.empty();
    }
    var cameUp =
        scene.histories.values().stream()
            .filter(history -> scene.layout.site(history.tunnel().remoteIp()).equals(site))
            .flatMap(history -> history.ups().stream())
            .map(TunnelHistory.Up::from)
            .min(Comparator.naturalOrder());
    var last = failing.stream().map(Finding::from).max(Comparator.naturalOrder()).orElseThrow();
    boolean silent = cameUp.filter(up -> !up.isAfter(last)).isEmpty();
    var end = failing.stream().map(Finding::end).max(Comparator.naturalOrder()).orElseThrow();
    return Optional.of(
        new Lifeless(
            List.copyOf(new TreeSet<>(failing.stream().map(Finding::entity).toList())),
            silent && isWhole(scene, site, failing),
            scene.layout.activeActiveAt(last),
            scene.said.begins().map(at -> at(at, tree.root().from())),
            Optional.of(end).filter(at -> at.isBefore(Instant.MAX) && cameUp.isEmpty()),
            cameUp.filter(_ -> silent)));
  }

  /** Each of its peers fails on each instance that could have a path to it. */
  private static boolean isWhole(Scene scene, String site, List<Finding> failing) {
    return scene.layout.remotesOf(site).stream()
        .allMatch(
            remote -> {
              var of = failing.stream().filter(f -> f.remote().equals(remote)).toList();
              var on = EnumSet.noneOf(Instance.class);
              of.forEach(f -> f.about().instance().ifPresent(on::add));
              return of.stream().anyMatch(f -> f.about().instance().isEmpty())
                  || on.size() == Instance.values().length;
            });
  }

  /** In a sentence or three. */
  String told(String gateway, String site) {
    var what =
        wholeSite
            ? gateway + " sees no sign of life of " + site
            : "There is no sign of life on " + String.join(", ", paths);
    return what
        + (wholeSite && onBothInstances ? " on either instance" : "")
        + since.map(at -> " since the log begins at " + at).orElse(" in all that was read")
        + "; whether it was up before that is unknown."
        + gaveUp
            .map(at -> " No attempt since " + Words.clock(at) + "; it did not come up.")
            .orElse("")
        + cameUp.map(at -> " It came up at " + Words.clock(at) + '.').orElse("");
  }

  /** A log may begin days before. */
  private static String at(Instant begin, Instant told) {
    var day = begin.atZone(ZoneOffset.UTC).toLocalDate();
    boolean sameDay = day.equals(told.atZone(ZoneOffset.UTC).toLocalDate());
    return Words.clock(begin) + (sameDay ? "" : " on " + day);
  }
}
