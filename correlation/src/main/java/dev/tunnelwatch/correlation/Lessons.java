package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.Carry.Stretch;
import dev.tunnelwatch.correlation.TunnelHistory.Up;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums up for the {@link Carry} what is seen up to a cut (rule 10). */
final class Lessons {
  private static final int STRANGERS = 500;

  private final Scene scene;
  private final Instant cut;
  private final Clusters clusters;

  private Lessons(Scene scene, Instant cut, Clusters clusters) {
    this.scene = scene;
    this.cut = cut;
    this.clusters = clusters;
  }

  static Carry of(Scene scene, Instant cut, Clusters clusters) {
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
        tunnels,
        lessons.failing(),
        lessons.merits(),
        lessons.episodes());
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
    return bounded(failing);
  }

  /** Public addresses are scanned: of peers that nobody configured only the latest are kept. */
  private SortedMap<String, Instant> bounded(SortedMap<String, Instant> failing) {
    var known = scene.layout.connections().stream().flatMap(to -> to.remoteIps().stream()).toList();
    var strangers =
        failing.entrySet().stream()
            .filter(path -> known.stream().noneMatch(ip -> path.getKey().endsWith(" " + ip)))
            .sorted(Map.Entry.comparingByValue())
            .toList();
    strangers.stream()
        .limit(Math.max(0, strangers.size() - STRANGERS))
        .forEach(path -> failing.remove(path.getKey()));
    return failing;
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
    return needed;
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
    return episodes;
  }
}
