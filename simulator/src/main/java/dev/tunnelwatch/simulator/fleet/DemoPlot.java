package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.simulator.fleet.FaultKind.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Six faults and a blip, each on gateways of its own. All begin in the first half, so that the last
 * of them is confirmed, delivered and paged before the end; most are over at three quarters, so
 * that their end is seen too; the refused key stays.
 */
final class DemoPlot {

  /**
   * A kind, when it begins, and when it is over, in parts of the run; 0 for what ends by itself.
   */
  private record Cue(FaultKind kind, double onset, double recovery) {}

  private static final double NEVER = 2;
  private static final double BY_ITSELF = 0;

  private static final List<Cue> CUES =
      List.of(
          new Cue(FaultKind.SITE_OUTAGE, 0.25, 0.75),
          new Cue(FaultKind.PLANNED_MAINTENANCE, 0.12, 0.74),
          new Cue(FaultKind.BGP_SESSION_LOST, 0.08, 0.68),
          new Cue(FaultKind.PEER_UNREACHABLE, 0.17, 0.72),
          new Cue(FaultKind.CONFIGURATION_CHANGE, 0.33, BY_ITSELF),
          new Cue(FaultKind.BLIP, 0.38, BY_ITSELF),
          new Cue(FaultKind.IKE_AUTHENTICATION, 0.45, NEVER));

  private DemoPlot() {}

  static List<Appointment> of(Scenario scenario, Estate estate) {
    var dice = Dice.of(scenario.seed(), "demo");
    Set<FleetGateway> taken = new HashSet<>();
    var appointments = new ArrayList<Appointment>();
    for (var cue : CUES) {
      var spot =
          dice.any(
              Spot.of(estate, cue.kind().place()).stream()
                  .filter(s -> s.gateways().stream().noneMatch(taken::contains))
                  .filter(s -> fit(cue.kind(), s))
                  .toList());
      taken.addAll(spot.gateways());
      appointments.add(
          new Appointment(
              cue.kind(), spot, moment(scenario, cue.onset(), dice), end(scenario, cue, dice)));
    }
    return appointments;
  }

  /** A demo's losses leave no other way, its maintenance does; both shows best what is told. */
  private static boolean fit(FaultKind kind, Spot spot) {
    var struck = spot.struck().getFirst();
    return kind.place() == Place.WHOLE_GATEWAY
        ? struck.gateway().activeActive()
        : spot.onlyWay() && !struck.connection().bgpOnly();
  }

  private static Optional<Instant> end(Scenario scenario, Cue cue, Dice dice) {
    return cue.recovery() == NEVER || cue.recovery() == BY_ITSELF
        ? Optional.empty()
        : Optional.of(moment(scenario, cue.recovery(), dice));
  }

  /** That part of the run, or up to a fiftieth later. */
  private static Instant moment(Scenario scenario, double part, Dice dice) {
    double seconds = scenario.length().dividedBy(Duration.ofSeconds(1)) * part;
    double slack = scenario.length().dividedBy(Duration.ofSeconds(1)) * 0.02;
    return dice.after(scenario.start(), seconds, seconds + slack);
  }
}
