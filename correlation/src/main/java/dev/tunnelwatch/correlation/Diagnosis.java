package dev.tunnelwatch.correlation;

import dev.tunnelwatch.correlation.Words.Change;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import java.util.Optional;

/**
 * What is concluded of one incident beyond its conditions, once for all who tell of it.
 *
 * @param stuck what is still down that should have come back by itself
 * @param unproven a change that may be why
 * @param guess the connection whose change is called the cause, and which may be another one
 */
record Diagnosis(
    Cause cause,
    Optional<String> stuck,
    Afterwards afterwards,
    Optional<Unproven> unproven,
    Optional<String> guess,
    Change change) {

  static Diagnosis of(Scene scene, Tree tree, Cause cause, Optional<String> stuck) {
    var unproven = Unproven.of(scene, tree);
    var guess = Changes.guessed(scene, tree);
    return new Diagnosis(
        cause,
        stuck,
        Afterwards.of(scene, tree, cause, stuck),
        unproven,
        guess,
        change(
            scene,
            tree,
            guess.isPresent()
                ? Change.GUESSED
                : unproven.isPresent() ? Change.UNPROVEN : Change.OTHER));
  }

  private static Change change(Scene scene, Tree tree, Change otherwise) {
    if (tree.has(ConditionKind.TUNNEL_DOWN)
        && tree.of(ConditionKind.TUNNEL_DOWN).allMatch(Finding::isRemovedAtOnce)) {
      return Change.REMOVED;
    }
    var sets =
        scene.said.configuration.stream().filter(set -> isOfRoot(tree, set.evidence())).toList();
    if (!sets.isEmpty() && sets.stream().noneMatch(ConfigurationSet::succeeded)) {
      return Change.FAILED;
    }
    return otherwise;
  }

  private static boolean isOfRoot(Tree tree, Evidence evidence) {
    return tree.root().is(ConditionKind.CONFIGURATION_CHANGED)
        && tree.root().lines().stream().anyMatch(line -> line.evidence().equals(evidence));
  }

  /** What keeps down what did not come back with the rest. */
  Optional<Cause> then() {
    return afterwards
        .cause()
        .filter(_ -> stuck.isPresent() || cause == Cause.PEER_CLOSED || isOutdated());
  }

  /** Later lines tell more than those of the loss: who refuses answers, and it is known why. */
  boolean isOutdated() {
    return (cause == Cause.UNEXPLAINED || cause == Cause.PEER_UNREACHABLE)
        && afterwards.whole()
        && afterwards.cause().filter(Refusals::isOne).isPresent();
  }
}
