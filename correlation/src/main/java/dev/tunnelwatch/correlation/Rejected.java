package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Incident.RejectedCause;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The causes a human would suspect first, and why they are not it (rule 27). */
final class Rejected {
  private static final int AT_MOST = 3;

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
}
