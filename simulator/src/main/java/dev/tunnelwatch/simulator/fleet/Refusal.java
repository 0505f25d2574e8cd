package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import java.util.List;
import java.util.Optional;

/**
 * Someone changed the key, the policy or the networks at the far side: the peer closes the tunnel,
 * and every new negotiation is turned down.
 */
record Refusal(Label label, Harm harm, IkeError error, String reason) implements Fault {

  static Refusal plan(Draft draft, Cause cause, IkeError error) {
    var dice = draft.dice();
    var losses = Harm.together(draft.target().tunnels(), draft.from(), draft.to(), 3, dice);
    var harm = Harm.withSessions(losses, dice);
    var reason = dice.any(List.of("RemotelyTriggered", error.words(), "Unknown"));
    return new Refusal(Truth.lasting(draft, cause, harm), harm, error, reason);
  }

  @Override
  public void tell(Narrator narrator) {
    for (var lost : harm.tunnels()) {
      narrator.loss(lost, reason, Optional.of(error));
    }
    narrator.sessions(harm, "hold timer expired");
  }
}
