package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Work of the platform that was recorded right beside a loss, on the instance that was not lost: no
 * parent by the rules, and too near to be called unrelated. Which of the two instances a change of
 * the primary names, nobody has written down.
 */
record WorkElsewhere(MaintenanceNoted noted, Instant lostAt, Instance lostOn) {
  private static final Duration BESIDE = Duration.ofMinutes(2);

  /** All of it beside the losses of an incident, the nearest first. */
  static Stream<WorkElsewhere> of(Scene scene, Tree tree) {
    return tree.of(ConditionKind.TUNNEL_DOWN)
        .flatMap(loss -> loss.about().instance().stream().flatMap(on -> beside(scene, loss, on)))
        .sorted(
            Comparator.comparing((WorkElsewhere work) -> work.lag().abs())
                .thenComparing(WorkElsewhere::lostAt));
  }

  private static Stream<WorkElsewhere> beside(Scene scene, Finding loss, Instance lostOn) {
    return scene.said.maintenance.stream()
        .filter(noted -> noted.instance().equals(Optional.of(lostOn.other())))
        .map(noted -> new WorkElsewhere(noted, loss.from(), lostOn))
        .filter(work -> work.lag().abs().compareTo(BESIDE) <= 0);
  }

  private Duration lag() {
    return Duration.between(noted.at(), lostAt);
  }

  String sentence() {
    long seconds = lag().toSeconds();
    return "Azure worked on this gateway %d s %s (%s): the two may belong together."
        .formatted(Math.abs(seconds), seconds < 0 ? "later" : "before", because());
  }

  /** Why it is not called the cause. */
  String because() {
    return "%s at %s was on %s, this was lost on %s"
        .formatted(
            noted.evidence().operationName(), Words.clock(noted.at()), lostOn.other(), lostOn);
  }
}
