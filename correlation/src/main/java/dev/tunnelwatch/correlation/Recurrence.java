package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import java.time.Duration;
import java.util.Optional;

/**
 * That the same path was lost again and again, too seldom to be flapping (rule 17): each time is an
 * incident of its own, and whoever reads of the fifth should not take it for the first.
 */
final class Recurrence {
  private static final Duration DAY = Duration.ofHours(24);
  private static final int OFTEN = 2;

  private Recurrence() {}

  static Optional<String> sentence(Scene scene, Tree tree) {
    var root = tree.root();
    if (!root.is(ConditionKind.TUNNEL_DOWN)) {
      return Optional.empty();
    }
    var before =
        scene.losses.stream()
            .filter(loss -> loss.entity().equals(root.entity()) && !tree.has(loss))
            .filter(loss -> loss.from().isBefore(root.from()))
            .filter(loss -> loss.from().isAfter(root.from().minus(DAY)))
            .toList();
    return before.size() < OFTEN
        ? Optional.empty()
        : Optional.of(
            "%s had been lost %d times in the 24 h before, the last time at %s."
                .formatted(root.entity(), before.size(), Words.clock(before.getLast().from())));
  }
}
