package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Proof.said;
import static dev.tunnelwatch.model.ConditionKind.*;
import static dev.tunnelwatch.model.Reason.*;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Reason;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The causes in order of precedence, and the evidence that proves each (rule 27). A cause of the
 * enum without a row is not recognised yet.
 */
final class CausalTable {

  /** One row: a root, when it offers itself as parent, and what proves the cause without it. */
  static final List<Row> ROWS =
      List.of(
          row(Cause.SITE_OUTAGE, SITE_DOWN, Offers::shape),
          row(Cause.PLANNED_MAINTENANCE, MAINTENANCE, Offers::maintenance),
          row(Cause.CONFIGURATION_CHANGE, CONFIGURATION_CHANGED, Changes::offers)
              .or(said(SETTING_CHANGED, TUNNEL_REMOVED)),
          row(Cause.PEER_RESTARTED, said(PEER_RESTARTED)),
          refusal(Cause.IKE_AUTHENTICATION, AUTHENTICATION),
          refusal(Cause.IKE_POLICY_MISMATCH, POLICY_MISMATCH, KEY_EXCHANGE_MISMATCH),
          refusal(Cause.IKE_TRAFFIC_SELECTORS, TRAFFIC_SELECTORS),
          row(Cause.GATEWAY_OUTAGE, GATEWAY_DOWN, Offers::shape),
          row(Cause.INSTANCE_FAILOVER, FAILOVER, Offers::shape).or(said(STANDBY_CHANGED)),
          row(Cause.PATH_UNSTABLE, TUNNEL_FLAPPING, Offers::flapping),
          row(Cause.PEER_CLOSED, said(REMOTELY_TRIGGERED))
              .or(said(SA_EXPIRED_OR_DELETED).unless(SaAge.DUE)),
          row(Cause.REKEY_FAILURE, SaAge.DUE.unless(said(PEER_SILENT))),
          row(Cause.PEER_UNREACHABLE, said(PEER_SILENT, NEGOTIATION_TIMED_OUT)),
          row(Cause.BGP_SESSION_LOST, BGP_SESSION_DOWN, Offers::none),
          row(Cause.ROUTES_WITHDRAWN, ROUTES_WITHDRAWN, Offers::none));

  private CausalTable() {}

  /**
   * @param root the condition whose incidents have this cause, where there is one
   * @param edge when that condition offers itself as parent (rule 22)
   * @param proof what proves the cause of a loss that has no such parent
   * @param refusals the words for it of an end that will not negotiate
   */
  record Row(
      Cause cause,
      Optional<ConditionKind> root,
      Offers.Edge edge,
      Proof proof,
      Set<Reason> refusals) {

    Row or(Proof other) {
      return new Row(cause, root, edge, proof.or(other), refusals);
    }

    /** Rule 27: a row above the shapes that reads only words bars them. */
    boolean barsShapes() {
      return root.isEmpty() && cause.compareTo(Cause.GATEWAY_OUTAGE) < 0;
    }
  }

  /** The cause of an incident with that root, whose losses are these. */
  static Cause cause(Scene scene, Finding root, List<Finding> losses) {
    return root.is(TUNNEL_DOWN) || root.is(IKE_FAILING)
        ? proven(scene, losses)
        : ROWS.stream()
            .filter(row -> row.root().equals(Optional.of(root.kind())))
            .map(Row::cause)
            .min(Comparator.naturalOrder())
            .orElse(Cause.UNEXPLAINED);
  }

  /** The highest that any of these proves. */
  static Cause proven(Scene scene, List<Finding> findings) {
    return allProven(scene, findings).stream().findFirst().orElse(Cause.UNEXPLAINED);
  }

  /** All that these prove by themselves, in order of precedence. */
  static Set<Cause> allProven(Scene scene, List<Finding> findings) {
    var proven = EnumSet.noneOf(Cause.class);
    for (var finding : findings) {
      var said = Telling.reasons(scene, finding);
      ROWS.stream()
          .filter(row -> row.proof().holds(scene, finding, said))
          .forEach(row -> proven.add(row.cause()));
    }
    return proven;
  }

  /** Whether the peer did it, by what the lines say: it refused, restarted or closed. */
  static boolean isByPeer(Scene scene, Finding loss) {
    return isRefused(scene, loss) || Telling.reasons(scene, loss).contains(REMOTELY_TRIGGERED);
  }

  /** Whether a refusal bars the loss from choosing a shape that stands below refusals. */
  static boolean isRefused(Scene scene, Finding loss) {
    var said = Telling.reasons(scene, loss);
    return ROWS.stream().anyMatch(row -> row.barsShapes() && row.proof().holds(scene, loss, said));
  }

  /** The lines that bar it. */
  static Stream<Line> refusals(Scene scene, Finding loss) {
    return scene.telling(loss).stream()
        .filter(
            line ->
                ROWS.stream()
                    .filter(Row::barsShapes)
                    .anyMatch(row -> row.proof().holds(scene, loss, EnumSet.of(line.reason()))));
  }

  private static Row row(Cause cause, Proof proof) {
    return new Row(cause, Optional.empty(), Offers::none, proof, Set.of());
  }

  private static Row row(Cause cause, ConditionKind root, Offers.Edge edge) {
    return new Row(cause, Optional.of(root), edge, Proof.none(), Set.of());
  }

  /** One end says why it will not negotiate: as good as a proof. */
  private static Row refusal(Cause cause, Reason... any) {
    return new Row(cause, Optional.empty(), Offers::none, said(any), Set.of(any));
  }
}
