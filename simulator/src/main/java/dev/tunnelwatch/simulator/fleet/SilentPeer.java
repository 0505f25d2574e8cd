package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A device falls silent: DPD runs out, attempts time out, BGP follows when its hold timer expires.
 * Seen from one gateway it is a peer out of reach; from two or more it is the site.
 */
record SilentPeer(Label label, Harm harm, IkeError noticed, String reason) implements Fault {

  private static final List<String> REASONS =
      List.of("DPD timed out", IkeError.PEER_SILENT.words());

  /** The instances and gateways notice it within so many seconds of each other. */
  private static final double SPREAD = 12;

  static SilentPeer plan(Draft draft, Cause cause) {
    var dice = draft.dice();
    var losses = new ArrayList<Harm.Lost>();
    for (var target : draft.targets()) {
      var from = losses.isEmpty() ? draft.from() : dice.after(draft.from(), 0, SPREAD);
      for (var lost : Harm.together(target.tunnels(), from, draft.to(), SPREAD, dice)) {
        losses.add(lost.silentSince(lost.from().minus(Harm.dpd(lost.tunnel()))));
      }
    }
    var harm = Harm.withSessions(losses, dice);
    return new SilentPeer(
        Truth.lasting(draft, cause, harm), harm, IkeError.PEER_SILENT, dice.any(REASONS));
  }

  @Override
  public void tell(Narrator narrator) {
    for (var lost : harm.tunnels()) {
      narrator.closed(lost, noticed);
      narrator.loss(lost, reason, Optional.of(IkeError.TIMED_OUT));
    }
    narrator.sessions(harm, "hold timer expired");
  }
}
