package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Severity;
import java.util.Optional;
import java.util.Set;

/**
 * The device itself ends its tunnels: it restarts and is back in seconds, or it closes them and
 * stays away.
 */
record PeerDeed(Label label, Harm harm, String reason, Optional<IkeError> trying) implements Fault {

  /** The device begins anew while the gateway still thinks it connected. */
  static PeerDeed restart(Draft draft) {
    var dice = draft.dice();
    var to = Optional.of(dice.after(draft.from(), 5, 15));
    var losses = Harm.together(draft.target().tunnels(), draft.from(), to, 2, dice);
    var harm = Harm.withSessions(losses, dice);
    var label =
        Truth.label(draft, Cause.PEER_RESTARTED, Set.of(Cause.PEER_RESTARTED), harm, Severity.INFO);
    return new PeerDeed(label, harm, "RemoteCrashTriggered", Optional.empty());
  }

  /** The device deletes its SAs and does not answer, or only waits to be called. */
  static PeerDeed close(Draft draft) {
    var dice = draft.dice();
    var losses = Harm.together(draft.target().tunnels(), draft.from(), draft.to(), 2, dice);
    var harm = Harm.withSessions(losses, dice);
    var trying = dice.chance(0.5) ? Optional.of(IkeError.TIMED_OUT) : Optional.<IkeError>empty();
    return new PeerDeed(
        Truth.lasting(draft, Cause.PEER_CLOSED, harm), harm, "RemotelyTriggered", trying);
  }

  @Override
  public void tell(Narrator narrator) {
    for (var lost : harm.tunnels()) {
      if (label.cause() == Cause.PEER_CLOSED) {
        narrator.closed(lost, IkeError.EXPIRED_OR_DELETED);
      }
      narrator.loss(lost, reason, trying);
    }
    narrator.sessions(harm, "hold timer expired");
  }
}
