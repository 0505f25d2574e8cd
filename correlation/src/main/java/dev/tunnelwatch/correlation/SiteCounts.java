package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.SiteState;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The paths to each site of a gateway after the last thing heard (rules 29 to 31). */
final class SiteCounts {
  /** After all that is known, whatever the clocks say: time alone takes no path and brings none. */
  private static final Instant LAST = Instant.MAX.minusSeconds(1);

  private SiteCounts() {}

  static List<GatewayStanding.Site> of(Scene scene) {
    var layout = scene.layout;
    var listed =
        layout.remotes().stream()
            .filter(remote -> !layout.isUnlisted(remote))
            .map(layout::site)
            .collect(Collectors.toSet());
    var missing =
        scene.gaps.stream()
            .filter(gap -> gap.outlasts(LAST))
            .map(Gap::path)
            .collect(Collectors.toSet());
    return layout.sites(layout.remotes()).stream()
        .map(site -> site(scene, site, listed.contains(site), missing))
        .toList();
  }

  private static GatewayStanding.Site site(
      Scene scene, String site, boolean listed, Set<String> missing) {
    var paths = scene.expected(site, LAST);
    var up = new HashSet<>(paths);
    up.removeAll(missing);
    var state = state(scene, site, paths.size(), up.size());
    return new GatewayStanding.Site(site, listed, paths.size(), up.size(), state);
  }

  private static SiteState state(Scene scene, String site, int expected, int up) {
    if (expected == 0 || scene.layout.tunnelsUnseen() || !scene.hearsTunnels(site)) {
      return SiteState.UNKNOWN;
    }
    return up == expected ? SiteState.FULL : up == 0 ? SiteState.LOST : SiteState.DEGRADED;
  }
}
