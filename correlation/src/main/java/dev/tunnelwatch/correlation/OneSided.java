package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Instance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A fault between one instance of a gateway and a peer that the other instance still has, as far as
 * the log tells: then that peer runs, its line carries, and what it lacks is about one address.
 */
record OneSided(Instance lost, Instance kept) {

  /**
   * Whether a fault is one.
   *
   * @param kind tunnels or sessions; for a session its tunnels must stand too
   */
  static Optional<OneSided> of(Scene scene, Tree tree, ConditionKind kind) {
    var lost = tree.of(kind).toList();
    var on = lost.stream().map(finding -> finding.about().instance()).collect(Collectors.toSet());
    boolean one =
        on.size() == 1
            && lost.stream().allMatch(l -> scene.layout.activeActiveAt(l.from()))
            && lost.stream().allMatch(l -> l.about().remotes().size() == 1);
    return one
        ? on.iterator()
            .next()
            .map(instance -> new OneSided(instance, instance.other()))
            .filter(sides -> sides.isKept(scene, lost, kind))
        : Optional.empty();
  }

  private boolean isKept(Scene scene, List<Finding> lost, ConditionKind kind) {
    var others =
        kind == ConditionKind.TUNNEL_DOWN
            ? scene.losses.stream()
            : Stream.concat(scene.losses.stream(), scene.bgp.stream());
    boolean isThere =
        kind != ConditionKind.TUNNEL_DOWN
            || lost.stream().allMatch(own -> isHeard(scene, own) && !isTakenOut(scene, own));
    return isThere
        && others
            .filter(other -> BgpLosses.agree(Optional.of(kept), other.about().instance()))
            .noneMatch(other -> lost.stream().anyMatch(own -> isMeanwhile(own, other)));
  }

  /** Of what is still lost it counts what the other instance has now. */
  private static boolean isMeanwhile(Finding own, Finding other) {
    return other.about().remotes().stream().anyMatch(own.about().remotes()::contains)
        && (own.isOpen()
            ? other.isOpen()
            : !other.from().isAfter(own.end()) && !other.end().isBefore(own.from()));
  }

  /** Whether the other instance's tunnel is known to have been up, and not only presumed. */
  private boolean isHeard(Scene scene, Finding own) {
    return scene.layout.paths(own.about().remotes(), Optional.of(kept), own.from()).stream()
        .anyMatch(path -> scene.isHeard(path, own.from()));
  }

  /** Whether the other instance's tunnel was removed, so that it keeps nothing. */
  private boolean isTakenOut(Scene scene, Finding own) {
    return scene.layout.paths(own.about().remotes(), Optional.of(kept), own.from()).stream()
        .anyMatch(path -> scene.isRemoved(path, own.isOpen() ? Instant.MAX : own.end()));
  }
}
