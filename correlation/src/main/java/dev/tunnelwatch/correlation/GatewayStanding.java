package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.SiteState;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How one gateway stands, as far as is known: what is up, lost and failing after the last thing
 * heard. An incident tells what went wrong; this tells it of what is well too, and of what no
 * incident is about any more. No threshold is in it: a loss counts from its first second.
 *
 * @param listed whether it is in the inventory
 * @param sites in order of name
 * @param ikeFailing for how many paths and peers negotiations fail now, by what that proves
 * @param calm when the flap penalty of its most unstable path is below 750 again (rule 17); empty
 *     where nothing was lost within the horizon
 */
public record GatewayStanding(
    GatewayId gateway,
    boolean listed,
    List<Site> sites,
    Bgp bgp,
    SortedMap<Cause, Integer> ikeFailing,
    Optional<Instant> calm) {

  public GatewayStanding {
    sites = List.copyOf(sites);
    ikeFailing = Collections.unmodifiableSortedMap(new TreeMap<>(ikeFailing));
  }

  /**
   * The paths to one site (rules 29 to 31).
   *
   * @param listed whether its name is the inventory's; else it is an address
   * @param expected how many paths there should be
   * @param up how many of them carry; what nothing is said against does
   */
  public record Site(String name, boolean listed, int expected, int up, SiteState state) {}

  /**
   * What is known of BGP.
   *
   * @param sessions those of the inventory and those heard of
   * @param up of them, those that nothing says are down
   * @param announced prefixes that were announced within the horizon and not withdrawn since, each
   *     once for every peer; those announced before it are not known
   * @param withdrawn prefixes that were withdrawn and did not come back
   */
  public record Bgp(int sessions, int up, int announced, int withdrawn) {}

  static GatewayStanding of(Scene scene, boolean listed) {
    var failing = new TreeMap<Cause, Integer>();
    scene.ike.stream()
        .filter(Finding::isOpen)
        .forEach(of -> failing.merge(CausalTable.proven(scene, List.of(of)), 1, Integer::sum));
    return new GatewayStanding(
        scene.said.gateway,
        listed,
        SiteCounts.of(scene),
        Sessions.now(scene),
        failing,
        scene.runs.stream().map(Flapping.Run::fall).max(Instant::compareTo));
  }

  /** How many sites are in which state. */
  public Map<SiteState, Long> states() {
    var states = new TreeMap<SiteState, Long>();
    sites.forEach(site -> states.merge(site.state(), 1L, Long::sum));
    return states;
  }
}
