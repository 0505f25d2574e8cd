package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The platform works on the hosts, one instance after the other, tens of minutes apart; in a short
 * run on one only. An active-standby gateway moves its tunnels over in 10 to 15 s each time, and
 * the way back is the second strike.
 */
record Maintenance(Label label, Harm harm, List<Strike> strikes) implements Fault {

  /** A run that leaves less than this sees one strike. */
  private static final Duration TWO_STRIKES = Duration.ofMinutes(20);

  private static final List<String> REASONS = List.of("Locally Triggered", "DPD timed out");
  private static final List<String> STANDBY =
      List.of("GlobalStandbyChanged", "StandbyChanged", "GlobalStandby change", "Standby changed");

  /** Work on one instance, and the tunnels that go with it. */
  record Strike(Instant at, Instance instance, String reason, List<Harm.Lost> losses) {}

  static Maintenance plan(Draft draft) {
    var from = draft.from();
    var to = draft.to().orElse(draft.runEnds());
    var strikes = new ArrayList<Strike>();
    var first = draft.target().active();
    if (Duration.between(from, to).compareTo(TWO_STRIKES) < 0) {
      strikes.add(strike(draft, from, to, first));
    } else {
      var dice = draft.dice();
      strikes.add(strike(draft, from, dice.after(from, 270, 420), first));
      strikes.add(strike(draft, dice.after(to, -420, -270), to, first.other()));
    }
    var losses = strikes.stream().flatMap(s -> s.losses().stream()).toList();
    var harm = withSessions(losses, draft.dice());
    boolean redundant = draft.target().gateway().activeActive();
    var severity = redundant ? Severity.WARNING : Severity.INFO;
    var cause = Cause.PLANNED_MAINTENANCE;
    return new Maintenance(Truth.label(draft, cause, Set.of(cause), harm, severity), harm, strikes);
  }

  private static Strike strike(Draft draft, Instant at, Instant until, Instance instance) {
    var dice = draft.dice();
    var gateway = draft.target().gateway();
    var from = dice.after(at, 5, 30);
    if (gateway.activeActive()) {
      var tunnels = draft.target().tunnels(instance);
      var losses = Harm.together(tunnels, from, Optional.of(until), 4, dice);
      return new Strike(at, instance, dice.any(REASONS), losses);
    }
    var standing = new Draft.Target(gateway, draft.target().connection(), instance);
    var losses = Failover.takenOver(standing.tunnels(instance), from, dice);
    return new Strike(at, instance, dice.any(STANDBY), losses);
  }

  /** A host that is being worked on takes its BGP speaker down with it. */
  private static Harm withSessions(List<Harm.Lost> losses, Dice dice) {
    var sessions = new ArrayList<Harm.SessionLost>();
    for (var lost : losses) {
      var tunnel = lost.tunnel();
      for (var s : BgpSession.over(tunnel.gateway(), tunnel.connection(), tunnel.instance())) {
        if (s.instance() == tunnel.instance() && tunnel.gateway().activeActive()) {
          sessions.add(
              new Harm.SessionLost(
                  s, dice.after(lost.from(), 0, 3), lost.to().map(end -> dice.after(end, 8, 35))));
        }
      }
    }
    return new Harm(losses, sessions);
  }

  @Override
  public void tell(Narrator narrator) {
    for (var strike : strikes) {
      for (var lost : strike.losses()) {
        narrator.loss(lost, strike.reason(), Optional.empty());
      }
      narrator
          .scribe(strike.losses().getFirst().tunnel().gateway())
          .maintenance(strike.at(), strike.instance(), "Upgrade gateway started");
    }
    narrator.sessions(harm, "peering stopped");
  }
}
