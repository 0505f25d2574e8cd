package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Someone changes a setting in Azure; tunnels are rebuilt, or are gone for good. */
final class ChangeFaults {

  private ChangeFaults() {}

  /** A connection is set, which a record tells; its tunnels are back within seconds. */
  static Fault recorded(Draft draft) {
    var dice = draft.dice();
    return recorded(draft, dice.after(draft.from(), 8, 18));
  }

  /** The same, and it takes so long that the site is missed. */
  static Fault slow(Draft draft) {
    var dice = draft.dice();
    return recorded(draft, dice.after(draft.from(), 55, 150));
  }

  /**
   * The same, and the gateway does not say why. Rarely it waits for the device, which no longer
   * answers to the new settings, until DPD runs out.
   */
  static Fault unsaid(Draft draft) {
    var dice = draft.dice();
    boolean dpd = dice.chance(0.15);
    return dpd ? unanswered(draft, dice) : unsaid(draft, dice);
  }

  private static Fault unsaid(Draft draft, Dice dice) {
    var to = dice.chance(0.5) ? dice.after(draft.from(), 8, 18) : dice.after(draft.from(), 45, 120);
    var losses = Harm.together(draft.target().tunnels(), draft.from(), Optional.of(to), 2, dice);
    var reason = dice.any(List.of(Reason.LOCAL, Reason.NOTHING));
    var setAt = dice.after(draft.from(), -100, -2);
    var truth = Truth.of(draft, Cause.CONFIGURATION_CHANGE, Harm.withSessions(losses, dice));
    return fault(truth, Manner.silent(draft.voice().say(reason)), untold(draft, setAt, dice));
  }

  private static Fault unanswered(Draft draft, Dice dice) {
    var tunnels = draft.target().tunnels();
    var dpd = Harm.dpd(tunnels.getFirst());
    var setAt = dice.after(draft.from().minus(dpd), -30, -1);
    var losses =
        Harm.together(tunnels, draft.from(), draft.to(), 12, dice).stream()
            .map(lost -> lost.silentSince(lost.from().minus(dpd)))
            .toList();
    var trying = dice.chance(0.5) ? List.of(IkeError.TIMED_OUT) : List.<IkeError>of();
    var manner = Manner.with(draft.voice().say(Reason.PEER_SILENT), List.of(), trying);
    var truth = Truth.of(draft, Cause.CONFIGURATION_CHANGE, Harm.withSessions(losses, dice));
    return fault(truth, manner, untold(draft, setAt, dice));
  }

  /** The record names the connection, or its local network gateway alone, or nothing. */
  private static Fault.Tale untold(Draft draft, Instant at, Dice dice) {
    boolean named = dice.chance(0.5);
    return named && dice.chance(0.3)
        ? narrator ->
            narrator.scribe(draft.target().gateway()).remoteSiteSet(at, draft.target().connection())
        : set(draft, at, named);
  }

  private static Fault.Tale set(Draft draft, Instant at, boolean named) {
    return narrator -> {
      var scribe = narrator.scribe(draft.target().gateway());
      if (named) {
        scribe.connectionSet(at, draft.target().connection());
      } else {
        scribe.someConnectionSet(at);
      }
    };
  }

  private static Fault recorded(Draft draft, Instant to) {
    var dice = draft.dice().named(draft.id() + " set");
    var reason = dice.any(List.of(Reason.SETTING, Reason.LOCAL, Reason.NOTHING));
    boolean named = dice.chance(0.7);
    var losses = Harm.together(draft.target().tunnels(), draft.from(), Optional.of(to), 2, dice);
    var manner = Manner.silent(draft.voice().say(reason));
    var setAt = dice.after(draft.from(), -40, -2);
    var truth = Truth.of(draft, Cause.CONFIGURATION_CHANGE, Harm.withSessions(losses, dice));
    return fault(truth, manner, set(draft, setAt, named));
  }

  /** Only the reason in the tunnel records tells it. */
  static Fault byReason(Draft draft) {
    var dice = draft.dice();
    var to = dice.chance(0.7) ? dice.after(draft.from(), 8, 18) : dice.after(draft.from(), 45, 120);
    var losses = Harm.together(draft.target().tunnels(), draft.from(), Optional.of(to), 2, dice);
    var manner = Manner.silent(draft.voice().say(Reason.SETTING));
    var truth = Truth.of(draft, Cause.CONFIGURATION_CHANGE, Harm.withSessions(losses, dice));
    return fault(truth.told(manner.reason().tells()), manner, _ -> {});
  }

  /** The gateway is set, and all its tunnels are rebuilt. */
  static Fault gatewayWide(Draft draft) {
    var dice = draft.dice();
    var to =
        dice.chance(0.5) ? dice.after(draft.from(), 10, 18) : dice.after(draft.from(), 60, 150);
    var losses = Harm.together(draft.target().all(), draft.from(), Optional.of(to), 3, dice);
    var reason = dice.any(List.of(Reason.SETTING, Reason.LOCAL, Reason.NOTHING));
    var setAt = dice.after(draft.from(), -60, -3);
    var truth = Truth.of(draft, Cause.CONFIGURATION_CHANGE, Harm.withSessions(losses, dice));
    return fault(
        truth,
        Manner.silent(draft.voice().say(reason)),
        narrator -> narrator.scribe(draft.target().gateway()).gatewaySet(setAt));
  }

  /** A connection is deleted: its tunnels are gone on purpose. */
  static Fault removed(Draft draft) {
    var dice = draft.dice();
    var losses = Harm.together(draft.target().tunnels(), draft.from(), Optional.empty(), 2, dice);
    var harm = Harm.of(losses, List.of());
    var manner = Manner.silent(new Voice.Phrase(Wordings.known(Reason.REMOVED).getFirst(), true));
    var label = Truth.of(draft, Cause.CONFIGURATION_CHANGE, harm).removed();
    return new Fault(label, harm, narrator -> narrator.losses(harm, manner));
  }

  private static Fault fault(Truth truth, Manner manner, Fault.Tale record) {
    var harm = truth.harm();
    return new Fault(
        truth.label(),
        harm,
        narrator -> {
          record.tell(narrator);
          narrator.losses(harm, manner);
        });
  }
}
