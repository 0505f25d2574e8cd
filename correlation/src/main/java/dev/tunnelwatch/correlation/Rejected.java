package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent.MaintenanceNoted;
import dev.tunnelwatch.model.Incident.RejectedCause;
import dev.tunnelwatch.model.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The causes a human would suspect first, and why they are not it (rule 27). */
final class Rejected {
  private static final int AT_MOST = 3;

  /** As near as a record must be to explain any loss. */
  private static final Duration NEAR = Duration.ofMinutes(2);

  private Rejected() {}

  /**
   * The first three rows from {@code planned_maintenance} down that stand above the chosen one.
   *
   * @param saidOfSome causes that single losses prove, though not what they have in common
   * @param notThis why a record of such a cause that lies near does not fit
   */
  static List<RejectedCause> above(
      Cause chosen, Set<Cause> saidOfSome, Map<Cause, String> notThis) {
    return CausalTable.ROWS.stream()
        .map(CausalTable.Row::cause)
        .filter(cause -> cause.compareTo(Cause.PLANNED_MAINTENANCE) >= 0)
        .filter(cause -> cause.compareTo(chosen) < 0)
        .limit(AT_MOST)
        .map(cause -> new RejectedCause(cause, because(cause, saidOfSome, notThis)))
        .toList();
  }

  private static String because(Cause cause, Set<Cause> saidOfSome, Map<Cause, String> notThis) {
    if (notThis.containsKey(cause)) {
      return notThis.get(cause);
    }
    return saidOfSome.contains(cause)
        ? "single losses say so, what they have in common says more"
        : cause.lacking();
  }

  /** A record of maintenance near a loss that names the instance which was not lost then. */
  static Optional<String> maintenanceOfTheOther(Scene scene, Tree tree) {
    return tree.of(ConditionKind.TUNNEL_DOWN)
        .flatMap(
            loss ->
                loss.about().instance().stream()
                    .flatMap(
                        lost ->
                            scene.said.maintenance.stream()
                                .filter(noted -> isNear(noted.at(), loss.from()))
                                .filter(noted -> names(noted, lost.other()))
                                .map(noted -> sentence(noted, lost))))
        .findFirst();
  }

  private static boolean isNear(Instant record, Instant loss) {
    return Duration.between(record, loss).abs().compareTo(NEAR) <= 0;
  }

  private static boolean names(MaintenanceNoted noted, Instance instance) {
    return noted.instance().equals(Optional.of(instance));
  }

  private static String sentence(MaintenanceNoted noted, Instance lost) {
    return "the maintenance recorded at %s was on %s, this was lost on %s"
        .formatted(Words.clock(noted.at()), lost.other(), lost);
  }
}
