package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An instance fails without a word about maintenance. Active-active: its tunnels are gone for 60 to
 * 90 s while the other instance keeps its own. Active-standby: the other takes over in 10 to 15 s.
 */
record Failover(Label label, Harm harm, String reason) implements Fault {

  private static final List<String> FAILED = List.of("Unknown", "Locally Triggered");
  private static final List<String> STANDBY =
      List.of("GlobalStandbyChanged", "StandbyChanged", "Standby changed");

  static Failover plan(Draft draft) {
    var dice = draft.dice();
    boolean redundant = draft.target().gateway().activeActive();
    var instance = redundant ? dice.any(List.of(Instance.values())) : draft.target().active();
    var tunnels = draft.target().tunnels(instance);
    var losses =
        redundant
            ? Harm.together(
                tunnels, draft.from(), Optional.of(dice.after(draft.from(), 60, 90)), 5, dice)
            : takenOver(tunnels, draft.from(), dice);
    var harm = Harm.withSessions(losses, dice);
    var severity = redundant ? Severity.WARNING : Severity.INFO;
    var cause = Cause.INSTANCE_FAILOVER;
    return new Failover(
        Truth.label(draft, cause, Set.of(cause), harm, severity),
        harm,
        dice.any(redundant ? FAILED : STANDBY));
  }

  /** Tunnels that leave an instance and are back on the other 10 to 15 s later. */
  static List<Harm.Lost> takenOver(List<Tunnel> tunnels, Instant from, Dice dice) {
    var losses = new ArrayList<Harm.Lost>();
    for (var tunnel : tunnels) {
      var gone = losses.isEmpty() ? from : dice.after(from, 0, 2);
      var back = dice.after(gone, 10, 15);
      losses.add(
          new Harm.Lost(
              tunnel, gone, gone, Optional.of(back), tunnel.on(tunnel.instance().other())));
    }
    return losses;
  }

  @Override
  public void tell(Narrator narrator) {
    for (var lost : harm.tunnels()) {
      narrator.loss(lost, reason, Optional.empty());
    }
    narrator.sessions(harm, "hold timer expired");
  }
}
