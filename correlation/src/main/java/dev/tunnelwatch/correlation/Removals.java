package dev.tunnelwatch.correlation;

import static java.util.Comparator.naturalOrder;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.IpAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The connections of one incident that were taken out of the configuration, and what became of them
 * since (rules 30 and 33).
 */
final class Removals {
  private static final int NAMED = 3;

  private final Scene scene;

  /** The losses that were ended by a removal, of each path the last, by connection. */
  private final SortedMap<String, List<Finding>> removed = new TreeMap<>();

  private Removals(Scene scene, Tree tree) {
    this.scene = scene;
    tree.of(ConditionKind.TUNNEL_DOWN)
        .filter(Finding::isRemoved)
        .collect(Collectors.toMap(Finding::entity, loss -> loss, Removals::later, TreeMap::new))
        .values()
        .forEach(
            loss -> removed.computeIfAbsent(name(loss.remote()), _ -> new ArrayList<>()).add(loss));
  }

  private static Finding later(Finding one, Finding other) {
    return Finding.TIME.compare(one, other) < 0 ? other : one;
  }

  static Removals of(Scene scene, Tree tree) {
    return new Removals(scene, tree);
  }

  private String name(IpAddress remote) {
    return scene.layout.connection(remote).map(Connection::name).orElse(remote.text());
  }

  /** The first of them. */
  Optional<Instant> at() {
    return removed.values().stream().map(Removals::first).min(naturalOrder());
  }

  /** Whether all that was removed still is. */
  boolean areFinal() {
    return !removed.isEmpty()
        && removed.values().stream().flatMap(List::stream).allMatch(this::isFinal);
  }

  /** Since when the first of it is there again. */
  Optional<Instant> putBack() {
    return removed.values().stream()
        .flatMap(List::stream)
        .flatMap(loss -> upAgain(loss).stream())
        .min(naturalOrder());
  }

  /** One for each connection. */
  List<String> told() {
    return removed.entrySet().stream()
        .limit(NAMED)
        .map(entry -> told(removed.size() == 1 ? "It" : entry.getKey(), entry.getValue()))
        .toList();
  }

  private String told(String name, List<Finding> losses) {
    var fate = name + " was taken out of the configuration at " + Words.clock(first(losses));
    var back = losses.stream().flatMap(loss -> upAgain(loss).stream()).min(naturalOrder());
    var missing = losses.stream().filter(this::isFinal).map(Finding::entity).toList();
    if (back.isPresent()) {
      return fate
          + ", and put back at "
          + Words.clock(back.get())
          + (missing.isEmpty() ? "." : " but for " + String.join(", ", missing) + '.');
    }
    return losses.stream()
        .flatMap(loss -> next(loss).stream())
        .min(naturalOrder())
        .map(anew -> fate + ", and exists again, by lines from " + Words.clock(anew) + " on.")
        .orElse(fate + ", and is no longer expected.");
  }

  private static Instant first(List<Finding> losses) {
    return losses.stream().map(Finding::end).min(naturalOrder()).orElseThrow();
  }

  private boolean isFinal(Finding loss) {
    return scene.isRemoved(loss.entity(), Instant.MAX);
  }

  /** Not where it was lost before: that tells that it had been back, and not since when. */
  private Optional<Instant> upAgain(Finding loss) {
    return scene
        .cameUp(loss.entity(), loss.end())
        .filter(at -> next(loss).filter(at::isAfter).isEmpty());
  }

  private Optional<Instant> next(Finding loss) {
    return scene.losses.stream()
        .filter(other -> other.entity().equals(loss.entity()))
        .map(Finding::from)
        .filter(loss.end()::isBefore)
        .findFirst();
  }

  /**
   * When that was removed which is lost since it exists again, where the removal itself is told of
   * elsewhere.
   */
  static Optional<Instant> before(Scene scene, Tree tree) {
    var anew =
        tree.of(ConditionKind.TUNNEL_DOWN)
            .filter(loss -> scene.isRemoved(loss.entity(), loss.from()));
    return anew.flatMap(
            loss ->
                scene.losses.stream()
                    .filter(other -> other.entity().equals(loss.entity()) && !tree.has(other))
                    .map(Finding::end)
                    .filter(loss.from()::isAfter)
                    .max(naturalOrder())
                    .stream())
        .min(naturalOrder());
  }

  /**
   * Whether all there is to tell is that somebody goes on calling at what was removed before: then
   * when that was.
   */
  static Optional<Instant> calledAfter(Scene scene, Tree tree) {
    var failing = tree.of(ConditionKind.IKE_FAILING).toList();
    boolean nothingElse =
        Stream.of(
                ConditionKind.TUNNEL_DOWN,
                ConditionKind.BGP_SESSION_DOWN,
                ConditionKind.ROUTES_WITHDRAWN)
            .noneMatch(tree::has);
    if (failing.isEmpty() || !nothingElse) {
      return Optional.empty();
    }
    var all = failing.stream().map(ike -> removedBefore(scene, ike)).toList();
    return all.stream().allMatch(Optional::isPresent)
        ? all.stream().flatMap(Optional::stream).min(naturalOrder())
        : Optional.empty();
  }

  private static Optional<Instant> removedBefore(Scene scene, Finding failing) {
    var about = failing.about();
    var paths = scene.layout.paths(about.remotes(), about.instance(), failing.from());
    return paths.stream().allMatch(path -> scene.isRemoved(path, failing.from()))
        ? scene.losses.stream()
            .filter(loss -> paths.contains(loss.entity()) && loss.isRemoved())
            .map(Finding::end)
            .filter(failing.from()::isAfter)
            .min(naturalOrder())
        : Optional.empty();
  }
}
