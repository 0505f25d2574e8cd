package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.model.ConditionKind.*;
import static dev.tunnelwatch.model.Reason.*;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Reason;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The causes in order of precedence, and the evidence that proves each (rule 27). A cause of the
 * enum without a row is not recognised yet; what it means for people stands in {@link Advice}.
 */
final class CausalTable {

  /** One row: a root, an edge and reasons, any of which may be missing. */
  static final List<Row> ROWS =
      List.of(
          row(Cause.SITE_OUTAGE, SITE_DOWN, Offers::shape),
          row(Cause.PLANNED_MAINTENANCE, MAINTENANCE, Offers::maintenance),
          row(
              Cause.CONFIGURATION_CHANGE,
              CONFIGURATION_CHANGED,
              Offers::configuration,
              SETTING_CHANGED,
              TUNNEL_REMOVED),
          row(Cause.PEER_RESTARTED, Reason.PEER_RESTARTED),
          row(Cause.IKE_AUTHENTICATION, AUTHENTICATION),
          row(Cause.IKE_POLICY_MISMATCH, POLICY_MISMATCH),
          row(Cause.IKE_TRAFFIC_SELECTORS, TRAFFIC_SELECTORS),
          row(Cause.GATEWAY_OUTAGE, GATEWAY_DOWN, Offers::shape),
          row(Cause.INSTANCE_FAILOVER, FAILOVER, Offers::shape, STANDBY_CHANGED),
          row(Cause.PATH_UNSTABLE, TUNNEL_FLAPPING, Offers::flapping),
          row(Cause.PEER_CLOSED, REMOTELY_TRIGGERED, SA_EXPIRED_OR_DELETED),
          row(Cause.PEER_UNREACHABLE, PEER_SILENT, NEGOTIATION_TIMED_OUT),
          row(Cause.BGP_SESSION_LOST, BGP_SESSION_DOWN, Offers::none),
          row(Cause.ROUTES_WITHDRAWN, ROUTES_WITHDRAWN, Offers::none));

  private CausalTable() {}

  /**
   * @param root the condition whose incidents have this cause, where there is one
   * @param edge when that condition offers itself as parent (rule 22)
   * @param reasons words that prove the cause by themselves
   */
  record Row(Cause cause, Optional<ConditionKind> root, Offers.Edge edge, Set<Reason> reasons) {

    /** Rule 27: a row that reads only words bars the shapes below it. */
    boolean isRefusal() {
      return root.isEmpty() && cause.compareTo(Cause.GATEWAY_OUTAGE) < 0;
    }
  }

  /** The cause of an incident with that root, when its tunnels' lines say these things. */
  static Cause cause(ConditionKind root, Collection<Reason> said) {
    boolean byWords = root == TUNNEL_DOWN || root == IKE_FAILING;
    return ROWS.stream()
        .filter(row -> byWords ? says(row, said) : row.root().equals(Optional.of(root)))
        .map(Row::cause)
        .min(Comparator.naturalOrder())
        .orElse(Cause.UNEXPLAINED);
  }

  private static boolean says(Row row, Collection<Reason> said) {
    return said.stream().anyMatch(row.reasons()::contains);
  }

  /** Whether a refusal bars the loss from choosing a shape that stands below refusals. */
  static boolean isRefused(Collection<Reason> said) {
    return ROWS.stream().filter(Row::isRefusal).anyMatch(row -> says(row, said));
  }

  private static Row row(Cause cause, Reason... reasons) {
    return new Row(cause, Optional.empty(), Offers::none, Set.of(reasons));
  }

  private static Row row(Cause cause, ConditionKind root, Offers.Edge edge, Reason... reasons) {
    var words = EnumSet.noneOf(Reason.class);
    words.addAll(Arrays.asList(reasons));
    return new Row(cause, Optional.of(root), edge, words);
  }
}
