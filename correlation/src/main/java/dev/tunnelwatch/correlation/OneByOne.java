package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * The instances of an active-active gateway that go in a stroke each, the second before the first
 * is back: an outage of the gateway (the table of rule 27). A reset does that, and writes no record
 * of its own.
 */
final class OneByOne {
  /** The second goes about a minute after the first. */
  static final Duration WITHIN = Duration.ofMinutes(2);

  /** Each instance notices for itself what a peer did, one later than the other. */
  private static final Set<Reason> OF_THE_PEER =
      EnumSet.of(
          Reason.PEER_SILENT,
          Reason.NEGOTIATION_TIMED_OUT,
          Reason.REMOTELY_TRIGGERED,
          Reason.PEER_RESTARTED,
          Reason.SA_EXPIRED_OR_DELETED);

  private final Scene scene;
  private final Layout layout;
  private final BiPredicate<List<Finding>, Instant> isAll;

  /**
   * @param isAll whether losses are all that a gateway had at an instant
   */
  OneByOne(Scene scene, BiPredicate<List<Finding>, Instant> isAll) {
    this.scene = scene;
    this.layout = scene.layout;
    this.isAll = isAll;
  }

  /**
   * Both strokes, if they are that.
   *
   * @param losses of so long a time, in its order
   */
  Optional<List<Finding>> of(List<Finding> losses) {
    var first = losses.getFirst();
    var on = first.about().instance();
    if (!layout.activeActiveAt(first.from()) || on.isEmpty() || first.says(OF_THE_PEER)) {
      return Optional.empty();
    }
    var ours = losses.stream().filter(loss -> !loss.says(OF_THE_PEER)).toList();
    var both = new ArrayList<>(stroke(Shapes.on(on.get(), ours)));
    both.addAll(stroke(Shapes.on(on.get().other(), ours)));
    both.sort(Finding.TIME);
    return isMomentWithoutAny(both) && both.stream().noneMatch(this::isClaimed)
        ? Optional.of(both)
        : Optional.empty();
  }

  /** What goes one after the other, each back before the next, leaves a way at every moment. */
  private boolean isMomentWithoutAny(List<Finding> both) {
    var last = both.getLast().from();
    var gone = both.stream().filter(loss -> loss.covers(last)).toList();
    return Shapes.instances(gone).size() == Instance.values().length
        && layout.sites(Shapes.remotes(gone)).size() >= 2
        && isAll.test(gone, both.getFirst().from());
  }

  /** Of maintenance that names one instance the other's losses are siblings (rule 24). */
  private boolean isClaimed(Finding loss) {
    return Offers.claimed(scene, loss);
  }

  /** Those that went with the first. */
  private static List<Finding> stroke(List<Finding> losses) {
    return losses.stream()
        .filter(loss -> !loss.from().isAfter(losses.getFirst().from().plus(Shapes.STROKE)))
        .toList();
  }
}
