package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Reason;
import java.util.Optional;

/** What a cause means for one incident, where its own words say more than the lines do. */
final class Meaning {
  private static final String WORK = "Azure worked on the gateway's hosts";
  private static final String GO_AND_COME =
      "tunnels on the instance being worked on go and come back by themselves.";
  private static final String ASSUMED =
      "All that the active instance carried went together; if that is why, the other one takes it"
          + " over within 2 min.";

  private Meaning() {}

  static Optional<String> of(Scene scene, Tree tree, Diagnosis diagnosis, IncidentState state) {
    return switch (diagnosis.cause()) {
      case PLANNED_MAINTENANCE -> maintenance(scene, tree, state);
      case INSTANCE_FAILOVER -> handover(scene, tree, diagnosis);
      case PEER_UNREACHABLE ->
          diagnosis.then().isEmpty() ? oneSided(scene, tree, state) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Who answers the other instance has not stopped answering. */
  private static Optional<String> oneSided(Scene scene, Tree tree, IncidentState state) {
    return Optional.of(ConditionKind.TUNNEL_DOWN)
        .filter(kind -> tree.root().is(kind))
        .flatMap(kind -> OneSided.of(scene, tree, kind))
        .map(
            sides ->
                state == IncidentState.OPEN && tree.span().endedAt().isEmpty()
                    ? ("The peer no longer answers %1$s, while its tunnel with %2$s counts as up: packets"
                            + " between it and %1$s do not arrive.")
                        .formatted(sides.lost(), sides.kept())
                    : ("The peer did not answer %1$s, while its tunnel with %2$s counted as up: packets"
                            + " between it and %1$s did not arrive.")
                        .formatted(sides.lost(), sides.kept()));
  }

  /** That the other instance follows is said until it has, and where it carries something. */
  private static Optional<String> maintenance(Scene scene, Tree tree, IncidentState state) {
    long struck =
        tree.of(ConditionKind.TUNNEL_DOWN)
            .flatMap(loss -> loss.about().instance().stream())
            .distinct()
            .count();
    if (struck > 1) {
      return Optional.of(WORK + ", one instance after the other; " + GO_AND_COME);
    }
    boolean follows =
        scene.layout.activeActiveAt(tree.root().from()) && state != IncidentState.CLOSED;
    return follows ? Optional.empty() : Optional.of(WORK + "; " + GO_AND_COME);
  }

  private static Optional<String> handover(Scene scene, Tree tree, Diagnosis diagnosis) {
    var root = tree.root();
    boolean carried =
        root.is(ConditionKind.FAILOVER)
            && (scene.layout.activeActiveAt(root.from())
                || tree.of(ConditionKind.TUNNEL_DOWN).anyMatch(Shapes::tookOver));
    if (!carried) {
      return Optional.of(saysSo(scene, tree) ? said(tree) : ASSUMED);
    }
    return diagnosis.then().isEmpty()
        ? Optional.empty()
        : Optional.of(
            "One instance of the gateway lost all its tunnels while the other carried on or took"
                + " over: that was in Azure. What is still down may be kept down by something else.");
  }

  private static boolean saysSo(Scene scene, Tree tree) {
    return tree.of(ConditionKind.TUNNEL_DOWN)
        .anyMatch(loss -> Telling.reasons(scene, loss).contains(Reason.STANDBY_CHANGED));
  }

  private static String said(Tree tree) {
    boolean allDown = tree.of(ConditionKind.TUNNEL_DOWN).allMatch(Finding::isOpen);
    return "The gateway says that its active role moved between its instances"
        + (allDown ? "; no line says that the other one took over." : ".");
  }
}
