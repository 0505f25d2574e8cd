package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.RoutesChanged;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.TunnelId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything there is to see at one gateway, before anything is linked: what was said, how the
 * gateway is laid out, and the conditions of each kind.
 */
final class Scene {
  final Said said;
  final SortedMap<TunnelId, TunnelHistory> histories;
  final Layout layout;

  /** When a tunnel was up by its records alone. */
  final SortedMap<TunnelId, List<Carry.Stretch>> takeovers;

  final List<BgpLosses.HandedOn> handedOn;

  /** {@code tunnel_down}, in order of time. */
  final List<Finding> losses;

  final List<Finding> maintenance;
  final List<Finding> configuration;
  final List<Shape> shapes;
  final List<Finding> ike;

  /** Losses in a row, flapping or not (rule 17). */
  final List<Flapping.Run> runs;

  private final List<Finding> flapping;
  final List<Finding> bgp;

  /** When which path carried nothing. */
  final List<Gap> gaps;

  /** What was said of routes, without the withdrawals that were none (rule 19). */
  final List<RoutesChanged> changes;

  final List<Finding> routes;
  private final Map<Finding, List<Line>> telling = new HashMap<>();
  private final Map<String, List<Finding>> byPath = new HashMap<>();
  private final Map<String, Instant> heard;
  private final Map<String, List<SiteLosses.Lost>> stretches = new HashMap<>();

  /** Asked for again by every tree that touches the site. */
  private final Map<String, Map<Instant, Set<String>>> expected = new HashMap<>();

  /** A shape and the losses it is derived from (rule 14). */
  record Shape(Finding finding, List<Finding> covered) {
    Shape {
      covered = List.copyOf(covered);
    }
  }

  Scene(Said said, Optional<GatewayTopology> topology, AsOf asOf) {
    this.said = said;
    histories = Histories.of(said, topology);
    layout = Layout.of(said.gateway, topology, histories, said.carry);
    heard = heard();
    takeovers = Takeovers.of(said, topology, histories);
    losses = TunnelLosses.of(layout, histories, said.tunnels, takeovers);
    maintenance = Records.maintenance(said.maintenance);
    configuration = Records.configuration(said.configuration);
    ike = IkeFailures.of(layout, histories.values(), said, asOf);
    runs = Flapping.runs(losses, said.carry);
    flapping = Flapping.of(runs, asOf);
    handedOn = BgpLosses.handedOn(layout, said.bgp);
    changes = Withdrawals.without(handedOn, said.routes);
    bgp = endedByRemoval(BgpLosses.of(layout, losses, sessions(), changes));
    gaps = Gap.of(layout, losses, bgp);
    routes = endedByRemoval(Withdrawals.of(layout, losses, changes));
    shapes = new Shapes(this, asOf).all();
  }

  /** Without the ends that were none. */
  private List<GatewayEvent> sessions() {
    var ends = handedOn.stream().map(BgpLosses.HandedOn::down).collect(Collectors.toSet());
    return said.bgp.stream().filter(event -> !ends.contains(event)).toList();
  }

  /** The lines that tell why (rule 27). */
  List<Line> telling(Finding finding) {
    return telling.computeIfAbsent(finding, of -> Telling.lines(this, of));
  }

  /** All conditions, parents before children (rule 22). */
  List<Finding> findings() {
    var all = new ArrayList<Finding>();
    Stream.of(maintenance, configuration, losses, ike, flapping, bgp, routes).forEach(all::addAll);
    shapes.forEach(shape -> all.add(shape.finding()));
    all.sort(Finding.RANK);
    return all;
  }

  /** The paths there should be to a site at that instant (rules 29, 30 and 33). */
  Set<String> expected(String site, Instant at) {
    return expected
        .computeIfAbsent(site, _ -> new HashMap<>())
        .computeIfAbsent(
            at, _ -> Collections.unmodifiableSet(expected(layout.remotesOf(site), at)));
  }

  /** The same of peers that are known to be all of a site's, where it is asked for but once. */
  NavigableSet<String> expected(Collection<IpAddress> peers, Instant at) {
    return expected(peers, Optional.empty(), at, at.plusNanos(1));
  }

  private NavigableSet<String> expected(
      Collection<IpAddress> to, Optional<Instance> on, Instant at, Instant removed) {
    var paths = layout.paths(to, on, at);
    var unlisted = layout.paths(to.stream().filter(layout::isUnlisted).toList(), on, at);
    paths.removeIf(path -> unlisted.contains(path) && !isHeard(path, at));
    paths.removeIf(path -> neverUp(path, at) || isRemoved(path, removed));
    return paths;
  }

  /** Whether any line of the log tells of the state of that site's tunnels (rule 30). */
  boolean hearsTunnels(String site) {
    return layout.tunnelsUnseen()
        || !said.tunnels.isEmpty()
        || !said.carry.tunnels().isEmpty()
        || said.alive.keySet().stream()
            .anyMatch(tunnel -> layout.site(tunnel.remoteIp()).equals(site));
  }

  private List<Finding> lossesOf(String path) {
    if (byPath.isEmpty()) {
      losses.forEach(
          loss -> byPath.computeIfAbsent(loss.entity(), _ -> new ArrayList<>()).add(loss));
    }
    return byPath.getOrDefault(path, List.of());
  }

  /** The stretches without any path to a site, which are the same for whoever asks. */
  List<SiteLosses.Lost> stretches(String site, Supplier<List<SiteLosses.Lost>> found) {
    return stretches.computeIfAbsent(site, _ -> found.get());
  }

  /** Taken out of the configuration before, and not put back since. */
  boolean isRemoved(String path, Instant at) {
    return lossesOf(path).stream()
        .filter(loss -> loss.from().isBefore(at))
        .max(Finding.TIME)
        .filter(loss -> loss.isRemoved() && loss.end().isBefore(at))
        .filter(loss -> !cameUp(path, loss.end(), at))
        .isPresent();
  }

  /** What runs over tunnels that are all taken out is no longer expected either (rule 33). */
  private List<Finding> endedByRemoval(List<Finding> found) {
    return found.stream().map(of -> takenOut(of).map(of::endedBy).orElse(of)).toList();
  }

  private Optional<Instant> takenOut(Finding of) {
    var about = of.about();
    var paths = layout.paths(about.remotes(), about.instance(), of.from());
    var removals =
        paths.stream()
            .flatMap(path -> lossesOf(path).stream())
            .filter(Finding::isRemoved)
            .map(Finding::end);
    return Stream.concat(Stream.of(of.from()), removals)
        .filter(at -> !at.isBefore(of.from()) && at.isBefore(of.end()))
        .sorted()
        .filter(at -> paths.stream().allMatch(path -> isRemoved(path, at.plusNanos(1))))
        .filter(_ -> !paths.isEmpty())
        .findFirst();
  }

  private boolean cameUp(String path, Instant after, Instant until) {
    return ups(path, after, until).findAny().isPresent();
  }

  /** When a path was there again after it had been removed. */
  Optional<Instant> cameUp(String path, Instant after) {
    return ups(path, after, Instant.MAX).min(Comparator.naturalOrder());
  }

  private Stream<Instant> ups(String path, Instant after, Instant until) {
    return histories.values().stream()
        .filter(history -> layout.path(history.tunnel(), until).equals(path))
        .flatMap(history -> history.ups().stream())
        .filter(up -> up.from().isBefore(until))
        .filter(up -> up.from().isAfter(after) || (up.seen() && up.from().equals(after)))
        .map(TunnelHistory.Up::from);
  }

  /** Whether nothing but failures was seen of a path until then (rule 30). */
  boolean neverUp(String path, Instant at) {
    return failing(path, at) && !isHeard(path, at);
  }

  /** Whether anything by then tells that a path was up at some time (rule 30). */
  boolean isHeard(String path, Instant at) {
    return Optional.ofNullable(heard.get(path)).filter(up -> !up.isAfter(at)).isPresent();
  }

  /** When it was first known to be up, of each tunnel and each way to a peer. */
  private Map<String, Instant> heard() {
    var first = new HashMap<String, Instant>();
    for (var history : histories.values()) {
      var tunnel = history.tunnel();
      for (var up : history.ups()) {
        for (var path :
            List.of(tunnel.label(), Entities.path(layout.gateway(), tunnel.remoteIp()))) {
          first.merge(path, up.from(), (one, other) -> one.isBefore(other) ? one : other);
        }
      }
    }
    return first;
  }

  /** Whether what fails to be negotiated never came up; a line may name no instance. */
  boolean neverUp(Finding failing) {
    var instance = failing.about().instance();
    return histories.values().stream()
        .filter(history -> history.tunnel().remoteIp().equals(failing.remote()))
        .filter(history -> instance.isEmpty() || instance.get() == history.tunnel().instance())
        .flatMap(history -> history.ups().stream())
        .allMatch(interval -> interval.from().isAfter(failing.from()));
  }

  private boolean failing(String path, Instant at) {
    var before = said.carry.failing().get(path);
    return (before != null && !before.isAfter(at))
        || ike.stream()
            .anyMatch(failing -> failing.entity().equals(path) && !failing.from().isAfter(at));
  }

  /** Of those, what is not only presumed to have been up: anything was heard of it. */
  NavigableSet<String> heardBefore(Instant at, Collection<IpAddress> to, Optional<Instance> on) {
    var paths = upBefore(at, to, on);
    paths.removeIf(path -> !isHeard(path, at));
    return paths;
  }

  /**
   * What was heard of, where it may stand for all: it is at least half of what was up (rule 14);
   * else nothing.
   */
  NavigableSet<String> allHeard(Instant at, Collection<IpAddress> to, Optional<Instance> on) {
    var heard = heardBefore(at, to, on);
    if (heard.size() * 2 < upBefore(at, to, on).size()) {
      heard.clear();
    }
    return heard;
  }

  /** The paths that were up just before that instant, as far as anyone knows. */
  NavigableSet<String> upBefore(Instant at, Collection<IpAddress> to, Optional<Instance> on) {
    var paths = expected(to, on, at, at);
    losses.stream()
        .filter(loss -> loss.from().isBefore(at) && loss.end().isAfter(at))
        .forEach(loss -> paths.remove(loss.entity()));
    return paths;
  }

  boolean covers(Finding shape, Finding loss) {
    return shapes.stream()
        .anyMatch(
            candidate -> candidate.finding().equals(shape) && candidate.covered().contains(loss));
  }

  Collection<Finding> lossesBetween(Instant from, Instant to) {
    return losses.stream()
        .filter(loss -> !loss.from().isBefore(from) && !loss.from().isAfter(to))
        .toList();
  }

  static boolean isShape(ConditionKind kind) {
    return switch (kind) {
      case REGION_DOWN, SITE_DOWN, GATEWAY_DOWN, FAILOVER -> true;
      case MAINTENANCE,
          CONFIGURATION_CHANGED,
          TUNNEL_FLAPPING,
          TUNNEL_DOWN,
          IKE_FAILING,
          BGP_SESSION_DOWN,
          ROUTES_WITHDRAWN,
          P2S_AUTHENTICATION_FAILING,
          P2S_POOL_EXHAUSTED,
          P2S_DISCONNECTED,
          TELEMETRY_SILENT ->
          false;
    };
  }
}
