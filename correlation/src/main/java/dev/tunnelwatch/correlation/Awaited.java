package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the other instance may yet take over: all that a gateway known to be active-standby carried
 * went, and no line says why (rules 14 and 33).
 */
final class Awaited {
  private static final Set<Cause> OURS = EnumSet.of(Cause.UNEXPLAINED, Cause.INSTANCE_FAILOVER);

  private final Scene scene;
  private final Predicate<List<Finding>> pending;

  /**
   * @param pending whether there is still time to take over
   */
  Awaited(Scene scene, Predicate<List<Finding>> pending) {
    this.scene = scene;
    this.pending = pending;
  }

  /** What several devices have in common it is only as long as there is time. */
  boolean is(List<Finding> stroke) {
    var at = stroke.getFirst().from();
    var remotes = scene.layout.remotes();
    return scene.layout.isKnownStandby()
        && stroke.stream().anyMatch(Finding::isOpen)
        && stroke.stream().allMatch(loss -> loss.isOpen() || Shapes.tookOver(loss))
        && (Shapes.entities(stroke).size() == 1 || pending.test(stroke))
        && stroke.stream().allMatch(this::isUntold)
        && (isWhole(stroke, scene.upBefore(at, remotes, Optional.empty()))
            || isWhole(stroke, scene.allHeard(at, remotes, Optional.empty())));
  }

  boolean areSeveral(List<Finding> covered) {
    return Shapes.entities(covered).size() >= 2 && is(covered);
  }

  /** Lost for the first time, and nothing proves that anybody else did it. */
  private boolean isUntold(Finding loss) {
    return OURS.contains(CausalTable.proven(scene, List.of(loss)))
        && scene.losses.stream().noneMatch(before -> Offers.isAgain(before, loss));
  }

  private static boolean isWhole(List<Finding> stroke, Collection<String> up) {
    return !up.isEmpty() && Shapes.entities(stroke).containsAll(up);
  }
}
