package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.SiteState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The paths to each site of a gateway after the last thing heard (rules 29 to 31). */
final class SiteCounts {
  /** After all that is known, whatever the clocks say: time alone takes no path and brings none. */
  private static final Instant LAST = Instant.MAX.minusSeconds(1);

  private SiteCounts() {}

  static List<GatewayStanding.Site> of(Scene scene) {
    var layout = scene.layout;
    var missing =
        scene.gaps.stream()
            .filter(gap -> gap.outlasts(LAST))
            .map(Gap::path)
            .collect(Collectors.toSet());
    var sites = new TreeMap<String, List<IpAddress>>();
    for (var remote : layout.remotes()) {
      sites.computeIfAbsent(layout.site(remote), _ -> new ArrayList<>()).add(remote);
    }
    var counts = new ArrayList<GatewayStanding.Site>();
    sites.forEach((site, remotes) -> counts.add(site(scene, site, remotes, missing)));
    return counts;
  }

  private static GatewayStanding.Site site(
      Scene scene, String site, List<IpAddress> remotes, Set<String> missing) {
    boolean listed = remotes.stream().anyMatch(remote -> !scene.layout.isUnlisted(remote));
    var up = scene.expected(remotes, LAST);
    int expected = up.size();
    up.removeAll(missing);
    return new GatewayStanding.Site(
        site, listed, expected, up.size(), state(scene, site, expected, up.size()));
  }

  private static SiteState state(Scene scene, String site, int expected, int up) {
    if (expected == 0 || scene.layout.tunnelsUnseen() || !scene.hearsTunnels(site)) {
      return SiteState.UNKNOWN;
    }
    return up == expected ? SiteState.FULL : up == 0 ? SiteState.LOST : SiteState.DEGRADED;
  }
}
