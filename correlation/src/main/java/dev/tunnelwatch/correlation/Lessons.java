package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.Carry.Stretch;
import dev.tunnelwatch.correlation.TunnelHistory.Up;
import dev.tunnelwatch.model.TunnelId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Sums up for the {@link Carry} what is seen up to a cut (rule 10). */
final class Lessons {
  /** Paths of peers that nobody configured. */
  private static final int STRANGERS = 500;

  /** Of a gateway that no inventory has all are strangers: to 1 000 sites, from two instances. */
  private static final int STRANGE_TUNNELS = 2_000;

  private final Scene scene;
  private final Instant cut;
  private final Clusters clusters;

  private Lessons(Scene scene, Instant cut, Clusters clusters) {
    this.scene = scene;
    this.cut = cut;
    this.clusters = clusters;
  }

  static Carry of(Scene scene, Instant cut, Clusters clusters, Carry.Judged judged) {
    var lessons = new Lessons(scene, cut, clusters);
    var tunnels = new TreeMap<>(scene.said.carry.tunnels());
    for (var history : scene.histories.values()) {
      var tunnel = lessons.tunnel(history);
      if (tunnel.firstUp().isPresent()) {
        tunnels.put(history.tunnel(), tunnel);
      }
    }
    return new Carry(
        cut,
        Layout.learned(scene.histories, scene.said.carry, cut),
        lessons.bounded(tunnels),
        lessons.failing(),
        lessons.merits(),
        lessons.episodes(),
        judged);
  }

  private SortedMap<TunnelId, Carry.Tunnel> bounded(SortedMap<TunnelId, Carry.Tunnel> tunnels) {
    return latest(
        tunnels,
        tunnel -> scene.layout.connection(tunnel.remoteIp()).isEmpty(),
        tunnel ->
            Stream.concat(tunnel.firstUp().stream(), tunnel.upSince().stream())
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN),
        STRANGE_TUNNELS);
  }

  private Carry.Tunnel tunnel(TunnelHistory history) {
    var before = scene.said.carry.tunnel(history.tunnel());
    var first = history.ups().stream().findFirst().filter(this::isOver);
    var now =
        history.ups().stream()
            .filter(up -> !up.from().isAfter(cut) && up.to().isAfter(cut))
            .map(up -> scene.said.carry.exact(history.tunnel(), up))
            .filter(Up::seen)
            .map(Up::from)
            .findFirst();
    return before.firstUp().isPresent()
        ? new Carry.Tunnel(before.firstUp(), before.presumed(), now)
        : new Carry.Tunnel(first.map(Up::from), first.filter(up -> !up.seen()).isPresent(), now);
  }

  /** What is presumed only because of a loss after the cut will be presumed again. */
  private boolean isOver(Up first) {
    return first.seen() ? !first.from().isAfter(cut) : first.to().isBefore(cut);
  }

  private SortedMap<String, Instant> failing() {
    var failing = new TreeMap<>(scene.said.carry.failing());
    scene.ike.stream()
        .filter(episode -> episode.from().isBefore(cut))
        .forEach(
            episode ->
                failing.merge(episode.entity(), episode.from(), (a, b) -> a.isBefore(b) ? a : b));
    return latest(failing, isOfStranger(), since -> since, STRANGERS);
  }

  private Predicate<String> isOfStranger() {
    var known = scene.layout.connections().stream().flatMap(to -> to.remoteIps().stream()).toList();
    return path -> known.stream().noneMatch(ip -> path.endsWith(" " + ip));
  }

  /**
   * Public addresses are scanned, and who can write to a hub can invent peers: of those that nobody
   * configured only the latest are kept; of equally late ones the last in order.
   */
  private static <K, V> SortedMap<K, V> latest(
      SortedMap<K, V> all, Predicate<K> isStranger, Function<V, Instant> time, int most) {
    var strangers =
        all.entrySet().stream()
            .filter(entry -> isStranger.test(entry.getKey()))
            .sorted(Comparator.comparing(entry -> time.apply(entry.getValue())))
            .map(Map.Entry::getKey)
            .toList();
    strangers.stream().limit(Math.max(0, strangers.size() - most)).forEach(key -> all.remove(key));
    return all;
  }

  /** Of losses let go of, those that a loss kept or yet to come follows upon. */
  private SortedMap<String, SortedMap<Instant, Long>> merits() {
    var needed = new TreeMap<String, SortedMap<Instant, Long>>();
    var all = Flapping.merits(scene.losses, scene.said.carry);
    all.forEach(
        (entity, merits) -> {
          var instants = new ArrayList<>(merits.keySet());
          for (int i = 0; i < instants.size(); i++) {
            var at = instants.get(i);
            var next = i + 1 < instants.size() ? instants.get(i + 1) : cut;
            boolean last = i + 1 == instants.size();
            if (!clusters.isNeeded(at)
                && (last || clusters.isNeeded(next))
                && !Horizon.isDecayed(at, next)) {
              needed.computeIfAbsent(entity, _ -> new TreeMap<>()).put(at, merits.get(at));
            }
          }
        });
    return latest(needed, isOfStranger(), merits -> merits.lastKey(), STRANGERS);
  }

  /** Most lines of what failed on and on are let go of. */
  private SortedMap<String, List<Stretch>> episodes() {
    var episodes = new TreeMap<String, List<Stretch>>();
    scene.ike.stream()
        .filter(episode -> episode.from().isBefore(cut) && clusters.isNeeded(episode.from()))
        .forEach(
            episode ->
                episodes
                    .computeIfAbsent(episode.entity(), _ -> new ArrayList<>())
                    .add(new Stretch(episode.from(), episode.lines().getLast().at())));
    return latest(episodes, isOfStranger(), all -> all.getLast().to(), STRANGERS);
  }
}
