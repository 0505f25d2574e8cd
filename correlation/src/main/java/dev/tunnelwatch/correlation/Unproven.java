package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * A change that was recorded near what was lost, and that nothing ties to it: no cause by the
 * rules, and the first thing that whoever is woken has to ask about.
 */
record Unproven(ConfigurationSet change, Instant lost) {

  /** The change nearest to any loss of an incident. */
  static Optional<Unproven> of(Scene scene, Tree tree) {
    return tree.of(ConditionKind.TUNNEL_DOWN)
        .flatMap(
            loss -> Offers.unproven(scene, loss).map(change -> new Unproven(change, loss.from())))
        .min(
            Comparator.comparing((Unproven near) -> near.lag().abs())
                .thenComparing(near -> near.change.at()));
  }

  private Duration lag() {
    return Duration.between(change.at(), lost);
  }

  String sentence() {
    long seconds = lag().toSeconds();
    return "%s was recorded at %s, %d s %s: it may be why, though it %s."
        .formatted(
            change.evidence().operationName(),
            Words.clock(change.at()),
            Math.abs(seconds),
            seconds < 0 ? "after" : "before",
            flaw());
  }

  /** Why it is not called the cause. */
  String because() {
    return "%s at %s %s"
        .formatted(change.evidence().operationName(), Words.clock(change.at()), flaw());
  }

  private String flaw() {
    return change
        .connection()
        .map(name -> "is of " + name + ", which the inventory lacks")
        .orElse("names no connection and took no other one");
  }
}
