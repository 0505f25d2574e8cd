package dev.tunnelwatch.simulator.fleet;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a plot is about.
 *
 * @param scenes of one round
 * @param gatewayHours how many hours of a gateway one round is spread over
 * @param complete whether the first round must find room for every scene
 */
record Programme(List<Scene> scenes, int gatewayHours, boolean complete) {

  /** A fault, and perhaps another on the same gateway at the same time that it has no part in. */
  record Scene(FaultKind first, Optional<FaultKind> beside) {

    static Scene of(FaultKind kind) {
      return new Scene(kind, Optional.empty());
    }

    static Scene of(FaultKind kind, FaultKind beside) {
      return new Scene(kind, Optional.of(beside));
    }
  }

  private static final List<Scene> COMPOUND =
      List.of(
          Scene.of(FaultKind.PEER_UNREACHABLE, FaultKind.IKE_AUTHENTICATION),
          Scene.of(FaultKind.PEER_CLOSED, FaultKind.BGP_SESSION_LOST),
          Scene.of(FaultKind.PLANNED_MAINTENANCE, FaultKind.PEER_UNREACHABLE),
          Scene.of(FaultKind.IKE_POLICY_MISMATCH, FaultKind.BLIP),
          Scene.of(FaultKind.PEER_UNREACHABLE, FaultKind.PEER_UNREACHABLE),
          Scene.of(FaultKind.PLANNED_MAINTENANCE, FaultKind.IKE_AUTHENTICATION),
          Scene.of(FaultKind.UNEXPLAINED, FaultKind.PEER_RESTARTED));

  /** What is hard to tell apart; last, so that the faults before them stay where they were. */
  private static final List<FaultKind> HARD =
      List.of(FaultKind.SILENT_BESIDE_CHANGE, FaultKind.CHANGE_UNSAID, FaultKind.LONG_STROKES);

  static Programme of(Scenario.Plot plot) {
    return switch (plot) {
      case ALL -> new Programme(everything(), 60, true);
      case COMPOUND -> new Programme(COMPOUND, 30, false);
      case BLIPS -> only(1, FaultKind.BLIP, FaultKind.BLIP, FaultKind.BLIP);
      case MAINTENANCE ->
          only(
              8,
              FaultKind.PLANNED_MAINTENANCE,
              FaultKind.ONE_STRIKE,
              FaultKind.INSTANCE_FAILOVER,
              FaultKind.STANDBY_TAKEOVER);
      case FLAPPING ->
          only(
              4,
              FaultKind.PATH_UNSTABLE,
              FaultKind.UNSTABLE_THEN_LOST,
              FaultKind.BLIP,
              FaultKind.LONG_STROKES);
      case UNSTABLE -> only(8, FaultKind.GATEWAY_UNSTABLE, FaultKind.INSTANCE_UNSTABLE);
      case JOINED -> only(30, FaultKind.JOINED_KEY_CHANGED);
      case SCALE ->
          only(
              1_200,
              FaultKind.PEER_UNREACHABLE,
              FaultKind.PLANNED_MAINTENANCE,
              FaultKind.BLIP,
              FaultKind.IKE_AUTHENTICATION);
      case DEMO, HEALTHY -> new Programme(List.of(), 1, false);
    };
  }

  /** All that one gateway can show, but for what is a plot of its own. */
  private static List<Scene> everything() {
    var single = Arrays.stream(FaultKind.values()).filter(kind -> !kind.apart());
    return Stream.of(
            single.filter(kind -> !HARD.contains(kind)).map(Scene::of),
            COMPOUND.stream().limit(4),
            Stream.of(FaultKind.BLIP, FaultKind.BLIP).map(Scene::of),
            HARD.stream().map(Scene::of))
        .flatMap(scenes -> scenes)
        .toList();
  }

  private static Programme only(int gatewayHours, FaultKind... kinds) {
    return new Programme(Arrays.stream(kinds).map(Scene::of).toList(), gatewayHours, false);
  }

  int rounds(int gateways, long hours) {
    return (int) Math.max(1, gateways * hours / gatewayHours);
  }
}
