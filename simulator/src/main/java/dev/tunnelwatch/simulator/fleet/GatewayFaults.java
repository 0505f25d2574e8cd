package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an instance or a whole gateway suffers by itself. */
final class GatewayFaults {

  private GatewayFaults() {}

  /**
   * An instance of an active-active gateway fails without a word about maintenance: its tunnels are
   * gone for 60 to 90 s while the other instance keeps its own.
   */
  static Fault failover(Draft draft) {
    var dice = draft.dice();
    var tunnels = draft.target().tunnels(dice.any(List.of(Instance.values())));
    var to = Optional.of(dice.after(draft.from(), 60, 90));
    var losses = Harm.together(tunnels, draft.from(), to, 5, dice);
    var reason = dice.any(List.of(Reason.NOTHING, Reason.LOCAL, Reason.STANDBY));
    var truth = Truth.of(draft, Cause.INSTANCE_FAILOVER, Harm.withSessions(losses, dice));
    return fault(truth, Manner.silent(draft.voice().say(reason)));
  }

  /** The standby takes over: planned in 10 to 15 s, else in 60 to 90 s. */
  static Fault takeover(Draft draft) {
    var dice = draft.dice();
    boolean planned = dice.chance(0.6);
    var tunnels = draft.target().tunnels(draft.target().active());
    var losses =
        planned
            ? Harm.takenOver(tunnels, draft.from(), 10, 15, dice)
            : Harm.takenOver(tunnels, draft.from(), 60, 90, dice);
    var reason =
        planned
            ? Reason.STANDBY
            : dice.any(List.of(Reason.STANDBY, Reason.NOTHING, Reason.PEER_SILENT));
    var truth =
        Truth.of(draft, Cause.INSTANCE_FAILOVER, Harm.handedOn(losses, draft.handingOn()))
            .confirmedAfter(Truth.STANDBY);
    return fault(truth, Manner.silent(draft.voice().say(reason)).stopped());
  }

  /** All tunnels of all instances go within seconds, to every site, and nothing takes over. */
  static Fault outage(Draft draft) {
    var dice = draft.dice();
    var losses = Harm.together(draft.target().all(), draft.from(), draft.to(), 7, dice);
    var reason = dice.any(List.of(Reason.NOTHING, Reason.LOCAL, Reason.PEER_SILENT));
    var trying = dice.chance(0.4) ? List.of(IkeError.TIMED_OUT) : List.<IkeError>of();
    var truth = Truth.of(draft, Cause.GATEWAY_OUTAGE, Harm.withSessions(losses, dice));
    if (!draft.target().gateway().activeActive()) {
      truth = truth.confirmedAfter(Truth.STANDBY);
    }
    return fault(truth, Manner.with(draft.voice().say(reason), List.of(), trying));
  }

  /** A gateway that comes and goes. */
  static Fault gatewayUnstable(Draft draft) {
    return unstable(draft, Cause.GATEWAY_OUTAGE, draft.target().all());
  }

  /** An instance that does, while the other keeps its tunnels. */
  static Fault instanceUnstable(Draft draft) {
    var instance = draft.dice().named("instance").any(List.of(Instance.values()));
    return unstable(draft, Cause.INSTANCE_FAILOVER, draft.target().tunnels(instance));
  }

  /** Many times, for seconds or for a minute, some minutes apart at most. */
  private static Fault unstable(Draft draft, Cause cause, List<Tunnel> tunnels) {
    var dice = draft.dice();
    boolean brief = dice.chance(0.4);
    int times = 6 + dice.below(8);
    var losses = new ArrayList<Harm.Lost>();
    var from = draft.from();
    for (int i = 0; i < times; i++) {
      var to = brief ? dice.after(from, 8, 16) : dice.after(from, 45, 90);
      losses.addAll(Harm.together(tunnels, from, Optional.of(to), brief ? 1 : 5, dice));
      from = dice.after(to, 30, 110);
    }
    var truth =
        Truth.of(draft, cause, Harm.of(losses, List.of()))
            .accepting(Cause.PATH_UNSTABLE)
            .atLeast(Severity.WARNING);
    var reason = dice.any(List.of(Reason.NOTHING, Reason.LOCAL, Reason.PEER_SILENT));
    return fault(truth, Manner.silent(draft.voice().say(reason)));
  }

  private static Fault fault(Truth truth, Manner manner) {
    var harm = truth.harm();
    return new Fault(truth.label(), harm, narrator -> narrator.losses(harm, manner));
  }
}
