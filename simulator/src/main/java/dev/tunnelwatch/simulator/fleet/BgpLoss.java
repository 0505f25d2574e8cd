package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Severity;
import java.util.List;
import java.util.Set;

/** The device's BGP speaker stops; the tunnels to it stay up. */
record BgpLoss(Label label, Harm harm) implements Fault {

  static BgpLoss plan(Draft draft) {
    var dice = draft.dice();
    var target = draft.target();
    var sessions =
        BgpSession.over(target.gateway(), target.connection(), target.active()).stream()
            .map(
                session ->
                    new Harm.SessionLost(
                        session,
                        dice.after(draft.from(), 0, 20),
                        draft.to().map(end -> dice.after(end, 0, 20))))
            .toList();
    var harm = new Harm(List.of(), sessions);
    var cause = Cause.BGP_SESSION_LOST;
    return new BgpLoss(Truth.label(draft, cause, Set.of(cause), harm, Severity.WARNING), harm);
  }

  @Override
  public void tell(Narrator narrator) {
    narrator.sessions(harm, "hold timer expired");
  }
}
