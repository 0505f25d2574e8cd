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
record Unproven(ConfigurationSet change, Instant lost, String flaw, Flaw kind) {

  /** Why nothing ties it, as far as that matters to who tells of it. */
  private enum Flaw {
    /** The peer had fallen silent before. */
    LATE,
    /** One connection was changed, nobody knows which, and what was lost is not that alone. */
    OF_ANY,
    OTHER
  }

  /** The change nearest to any loss of an incident. */
  static Optional<Unproven> of(Scene scene, Tree tree) {
    return tree.of(ConditionKind.TUNNEL_DOWN)
        .flatMap(loss -> Changes.unproven(scene, loss).map(change -> of(scene, change, loss)))
        .min(
            Comparator.comparing((Unproven near) -> near.lag().abs())
                .thenComparing(near -> near.change.at()));
  }

  private static Unproven of(Scene scene, ConfigurationSet change, Finding loss) {
    var kind = kind(scene, change, loss);
    return new Unproven(change, loss.from(), flaw(scene, change, loss, kind), kind);
  }

  private static Flaw kind(Scene scene, ConfigurationSet change, Finding loss) {
    if (Changes.namesAnother(scene, change, loss)) {
      return Flaw.OTHER;
    }
    if (Changes.cameTooLate(scene, change, loss)) {
      return Flaw.LATE;
    }
    return Changes.mayHaveTaken(scene, change) > 1 ? Flaw.OF_ANY : Flaw.OTHER;
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
  Optional<String> aside() {
    return switch (kind) {
      case LATE -> tooLate();
      case OF_ANY -> Optional.of(sentence());
      case OTHER -> Optional.empty();
    };
  }

  /** It was not that, though it is the first thing to be suspected. */
  Optional<String> tooLate() {
    return kind == Flaw.LATE
        ? Optional.of(
            "A configuration change at %s came when the peer had fallen silent already."
                .formatted(Words.clock(change.at())))
        : Optional.empty();
  }

  private static String flaw(Scene scene, ConfigurationSet change, Finding loss, Flaw kind) {
    if (Changes.namesAnother(scene, change, loss)) {
      return "is of "
          + Changes.spoken(change).orElseThrow()
          + (hasNoAddress(scene, change)
              ? ", whose address the inventory does not tell"
              : ", which the inventory lacks");
    }
    if (kind == Flaw.OF_ANY) {
      return Changes.spoken(change).map("(%s) "::formatted).orElse("")
          + "may be of any of the %d connections that were lost around it"
              .formatted(Changes.mayHaveTaken(scene, change));
    }
    if (kind == Flaw.LATE) {
      boolean known = scene.layout.connection(loss.remote()).isPresent();
      return Changes.spoken(change).map("(%s) "::formatted).orElse("")
          + "came when the peer had fallen silent already (DPD takes %d s%s)"
              .formatted(
                  scene.layout.dpd(loss.remote()).toSeconds(),
                  known ? "" : " unless set otherwise");
    }
    return scene.layout.remotes().size() == 1
        ? "names no connection, and the gateway has no other one that could bear it out"
        : "names no connection and took no other one";
  }

  private static boolean hasNoAddress(Scene scene, ConfigurationSet change) {
    return change
        .connection()
        .filter(name -> scene.layout.nowhere().stream().anyMatch(name::equalsIgnoreCase))
        .isPresent();
  }
}
