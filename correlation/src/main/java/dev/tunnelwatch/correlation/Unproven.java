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
record Unproven(ConfigurationSet change, Instant lost, String flaw, boolean late) {

  /** The change nearest to any loss of an incident. */
  static Optional<Unproven> of(Scene scene, Tree tree) {
    return tree.of(ConditionKind.TUNNEL_DOWN)
        .flatMap(loss -> Changes.unproven(scene, loss).map(change -> of(scene, change, loss)))
        .min(
            Comparator.comparing((Unproven near) -> near.lag().abs())
                .thenComparing(near -> near.change.at()));
  }

  private static Unproven of(Scene scene, ConfigurationSet change, Finding loss) {
    boolean late =
        !Changes.namesAnother(scene, change, loss) && Changes.cameTooLate(scene, change, loss);
    return new Unproven(change, loss.from(), flaw(scene, change, loss, late), late);
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
            flaw);
  }

  /** Why it is not called the cause. */
  String because() {
    return "%s at %s %s"
        .formatted(change.evidence().operationName(), Words.clock(change.at()), flaw);
  }

  /** Whoever hears of the change will ask whether it was that, though the cause is known. */
  Optional<String> tooLate() {
    return late
        ? Optional.of(
            "A configuration change at %s came when the peer had fallen silent already."
                .formatted(Words.clock(change.at())))
        : Optional.empty();
  }

  private static String flaw(Scene scene, ConfigurationSet change, Finding loss, boolean late) {
    if (Changes.namesAnother(scene, change, loss)) {
      return "is of " + change.connection().get() + ", which the inventory lacks";
    }
    if (late) {
      boolean known = scene.layout.connection(loss.remote()).isPresent();
      return change.connection().map("(%s) "::formatted).orElse("")
          + "came when the peer had fallen silent already (DPD takes %d s%s)"
              .formatted(
                  scene.layout.dpd(loss.remote()).toSeconds(),
                  known ? "" : " unless set otherwise");
    }
    return "names no connection and took no other one";
  }
}
