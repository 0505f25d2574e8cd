package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the device at the far end does, or what cuts it off. */
final class PeerFaults {

  /** The instances and gateways notice a silent peer within so many seconds of each other. */
  private static final double SPREAD = 12;

  private PeerFaults() {}

  /** A device falls silent: DPD runs out, attempts time out, BGP follows with its hold timer. */
  static Fault unreachable(Draft draft) {
    return silent(draft, Cause.PEER_UNREACHABLE, draft.target().tunnels());
  }

  /**
   * The same, and by chance someone has changed something else in Azure within the two minutes
   * before DPD ran out, while the device was silent already or just before.
   */
  static Fault besideChange(Draft draft) {
    var dice = draft.dice().named(draft.id() + " aside");
    var at = dice.after(draft.from(), -118, -2);
    var target = draft.target();
    var others =
        target.gateway().connections().stream()
            .filter(connection -> !connection.equals(target.connection()))
            .toList();
    boolean named = dice.chance(0.5);
    return silent(draft, Cause.PEER_UNREACHABLE, target.tunnels(), true)
        .beside(
            narrator -> {
              var scribe = narrator.scribe(target.gateway());
              if (named) {
                scribe.connectionSet(at, dice.any(others));
              } else {
                scribe.someConnectionSet(at);
              }
            });
  }

  /** Only one of the ways to a device is cut off. */
  static Fault onePath(Draft draft) {
    var one = draft.dice().named("path").any(draft.target().tunnels());
    return silent(draft, Cause.PEER_UNREACHABLE, List.of(one));
  }

  /** A site falls silent, seen from all its gateways and with all its devices. */
  static Fault siteOutage(Draft draft) {
    var tunnels = draft.targets().stream().flatMap(t -> t.ofSite().stream()).toList();
    return silent(draft, Cause.SITE_OUTAGE, tunnels);
  }

  private static Fault silent(Draft draft, Cause cause, List<Tunnel> tunnels) {
    return silent(draft, cause, tunnels, false);
  }

  private static Fault silent(Draft draft, Cause cause, List<Tunnel> tunnels, boolean dpd) {
    var dice = draft.dice();
    var since = draft.from().minus(Harm.dpd(tunnels.getFirst()));
    var losses = new ArrayList<Harm.Lost>();
    for (var tunnel : tunnels) {
      var from = dice.after(since.plus(Harm.dpd(tunnel)), 0, losses.isEmpty() ? 0 : SPREAD);
      var to = draft.to().map(end -> dice.after(end, 0, SPREAD));
      losses.add(Harm.Lost.of(tunnel, from, to).silentSince(since));
    }
    boolean ike = dice.chance(0.75);
    var reason = ike && dice.chance(0.3) && !dpd ? Reason.NOTHING : Reason.PEER_SILENT;
    var closing = ike && dice.chance(0.7) ? List.of(IkeError.PEER_SILENT) : List.<IkeError>of();
    var trying =
        ike
            ? dice.any(
                List.of(
                    List.of(IkeError.TIMED_OUT), List.of(IkeError.TIMED_OUT, IkeError.NO_ANSWER)))
            : List.<IkeError>of();
    var manner = Manner.with(draft.voice().say(reason), closing, trying);
    var harm = Harm.withSessions(losses, dice);
    boolean tells = manner.reason().tells() || ike || cause == Cause.SITE_OUTAGE;
    return fault(Truth.of(draft, cause, harm).told(tells), manner);
  }

  /** The device deletes its SAs and does not answer, or only waits to be called. */
  static Fault closed(Draft draft) {
    var dice = draft.dice();
    var losses = Harm.together(draft.target().tunnels(), draft.from(), draft.to(), 2, dice);
    boolean deletes = dice.chance(0.7);
    var reason = deletes && dice.chance(0.3) ? Reason.NOTHING : Reason.REMOTE;
    var closing = deletes ? List.of(IkeError.EXPIRED_OR_DELETED) : List.<IkeError>of();
    var trying = dice.chance(0.5) ? List.of(IkeError.TIMED_OUT) : List.<IkeError>of();
    var manner = Manner.with(draft.voice().say(reason), closing, trying);
    var truth = Truth.of(draft, Cause.PEER_CLOSED, Harm.withSessions(losses, dice));
    boolean tells = manner.reason().tells() || deletes;
    if (!tells && !trying.isEmpty()) {
      truth = truth.accepting(Cause.PEER_UNREACHABLE);
    }
    return fault(truth.told(tells), manner);
  }

  /** The device begins anew while the gateway still thinks it connected. */
  static Fault restarted(Draft draft) {
    var dice = draft.dice();
    var to = dice.chance(0.6) ? dice.after(draft.from(), 4, 18) : dice.after(draft.from(), 45, 180);
    var losses = Harm.together(draft.target().tunnels(), draft.from(), Optional.of(to), 2, dice);
    var manner = Manner.silent(draft.voice().say(Reason.REMOTE_CRASH));
    var truth = Truth.of(draft, Cause.PEER_RESTARTED, Harm.withSessions(losses, dice));
    return fault(truth.told(manner.reason().tells()), manner);
  }

  /**
   * Someone changed the key, the policy or the networks at the far side: the peer closes the
   * tunnel, and every new negotiation is turned down.
   */
  static Fault refused(Draft draft, Cause cause, List<IkeError> errors, Reason words) {
    var dice = draft.dice();
    var struck = draft.targets().stream().flatMap(t -> t.tunnels().stream()).toList();
    var losses = Harm.together(struck, draft.from(), draft.to(), 3, dice);
    boolean ike = dice.chance(0.85);
    var reason = ike ? dice.any(List.of(Reason.REMOTE, words, Reason.NOTHING)) : words;
    var closing =
        ike && dice.chance(0.3) ? List.of(IkeError.EXPIRED_OR_DELETED) : List.<IkeError>of();
    var trying = ike ? List.of(dice.any(errors)) : List.<IkeError>of();
    var manner = Manner.with(draft.voice().say(reason), closing, trying);
    var truth = Truth.of(draft, cause, Harm.withSessions(losses, dice));
    return fault(truth.told(ike || manner.reason().tells()), manner);
  }

  /** The gateway gives no reason, and nothing else does. */
  static Fault unexplained(Draft draft) {
    var dice = draft.dice();
    var losses = Harm.together(draft.target().tunnels(), draft.from(), draft.to(), 4, dice);
    var reason = dice.chance(0.75) ? Reason.NOTHING : Reason.LOCAL;
    return fault(
        Truth.of(draft, Cause.UNEXPLAINED, Harm.withSessions(losses, dice)),
        Manner.silent(draft.voice().say(reason)));
  }

  /** One or both tunnels of a connection lost and back within seconds. Nobody is to be woken. */
  static Fault blip(Draft draft) {
    var dice = draft.dice();
    var all = draft.target().tunnels();
    var struck = dice.chance(0.5) ? all : List.of(dice.any(all));
    var to = Optional.of(dice.after(draft.from(), 2.5, dice.chance(0.7) ? 7.5 : 20));
    var losses = Harm.together(struck, draft.from(), to, 0.5, dice);
    var reason = dice.any(List.of(Reason.PEER_SILENT, Reason.REMOTE, Reason.NOTHING, Reason.LOCAL));
    var cause =
        switch (reason) {
          case PEER_SILENT -> Cause.PEER_UNREACHABLE;
          case REMOTE -> Cause.PEER_CLOSED;
          default -> Cause.UNEXPLAINED;
        };
    var closing =
        switch (reason) {
          case PEER_SILENT -> List.of(IkeError.PEER_SILENT);
          case REMOTE -> List.of(IkeError.EXPIRED_OR_DELETED);
          default -> List.<IkeError>of();
        };
    var manner =
        Manner.with(draft.voice().say(reason), dice.chance(0.4) ? closing : List.of(), List.of());
    var truth =
        Truth.of(draft, cause, Harm.of(losses, List.of()))
            .accepting(Cause.PEER_UNREACHABLE, Cause.PEER_CLOSED, Cause.UNEXPLAINED);
    return fault(truth, manner);
  }

  private static Fault fault(Truth truth, Manner manner) {
    var harm = truth.harm();
    return new Fault(truth.label(), harm, narrator -> narrator.losses(harm, manner));
  }
}
