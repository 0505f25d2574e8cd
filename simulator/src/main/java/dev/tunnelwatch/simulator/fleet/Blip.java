package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Severity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A connection that is lost and back 2 to 8 s later. Nobody is to be woken for it. */
record Blip(Label label, Harm harm, String reason) implements Fault {

  private static final Set<Cause> ACCEPTABLE =
      Set.of(Cause.PEER_UNREACHABLE, Cause.PEER_CLOSED, Cause.UNEXPLAINED);

  static Blip plan(Draft draft) {
    var dice = draft.dice();
    var to = Optional.of(dice.after(draft.from(), 2.5, 7.5));
    var losses = Harm.together(draft.target().tunnels(), draft.from(), to, 0.5, dice);
    var harm = new Harm(losses, List.of());
    var reason = dice.any(List.of("DPD timed out", "RemotelyTriggered", "Unknown"));
    var cause =
        switch (reason) {
          case "DPD timed out" -> Cause.PEER_UNREACHABLE;
          case "RemotelyTriggered" -> Cause.PEER_CLOSED;
          default -> Cause.UNEXPLAINED;
        };
    return new Blip(Truth.label(draft, cause, ACCEPTABLE, harm, Severity.INFO), harm, reason);
  }

  @Override
  public void tell(Narrator narrator) {
    for (var lost : harm.tunnels()) {
      narrator.loss(lost, reason, Optional.empty());
    }
  }
}
