package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The platform works on the hosts, one instance after the other, tens of minutes apart; in a short
 * time on one only. An active-standby gateway moves its tunnels over in 10 to 15 s each time, and
 * the way back is the second strike. Not every strike is announced.
 */
final class Maintenance {

  /** A time that is shorter than this sees one strike. */
  private static final Duration TWO_STRIKES = Duration.ofMinutes(20);

  private static final List<String> MESSAGES =
      List.of("Upgrade gateway started", "Host maintenance started", "Gateway upgrade in progress");

  private static final double SECOND_UNANNOUNCED = 0.3;

  private final Draft draft;
  private final Dice dice;
  private final Voice voice;
  private final List<Strike> strikes = new ArrayList<>();

  /** Work on one instance, how it is announced, and the tunnels that go with it. */
  private record Strike(
      Instant at,
      Instance instance,
      boolean announced,
      Voice.Phrase reason,
      List<Harm.Lost> losses) {}

  private Maintenance(Draft draft) {
    this.draft = draft;
    this.dice = draft.dice();
    this.voice = draft.voice();
  }

  static Fault plan(Draft draft) {
    return new Maintenance(draft).plan();
  }

  private Fault plan() {
    var from = draft.from();
    var to = draft.to().orElse(draft.runEnds());
    var first = draft.target().active();
    if (Duration.between(from, to).compareTo(TWO_STRIKES) < 0) {
      strike(from, to, first, true);
    } else {
      strike(from, dice.after(from, 100, 420), first, true);
      strike(dice.after(to, -420, -120), to, first.other(), !dice.chance(SECOND_UNANNOUNCED));
    }
    var losses = strikes.stream().flatMap(s -> s.losses().stream()).toList();
    var harm = withSessions(losses);
    var truth = Truth.of(draft, Cause.PLANNED_MAINTENANCE, harm).confirmedAfter(Truth.MAINTENANCE);
    return new Fault(truth.label(), harm, narrator -> tell(narrator, harm));
  }

  private void strike(Instant at, Instant until, Instance instance, boolean announced) {
    var target = draft.target().on(instance);
    var from = dice.after(at, 5, 60);
    boolean redundant = target.gateway().activeActive();
    var losses =
        redundant
            ? Harm.together(target.tunnels(instance), from, Optional.of(until), 4, dice)
            : Harm.takenOver(target.tunnels(instance), from, 10, 15, dice);
    var reason =
        redundant
            ? dice.any(List.of(Reason.LOCAL, Reason.PEER_SILENT, Reason.STANDBY))
            : dice.any(List.of(Reason.STANDBY, Reason.STANDBY, Reason.NOTHING));
    strikes.add(new Strike(at, instance, announced, voice.say(reason), losses));
  }

  /** A host that is being worked on takes its BGP speaker down with it. */
  private Harm withSessions(List<Harm.Lost> losses) {
    if (!draft.target().gateway().activeActive()) {
      return Harm.handedOn(losses, draft.handingOn());
    }
    var sessions = new ArrayList<Harm.SessionLost>();
    for (var lost : losses) {
      Harm.session(lost.tunnel())
          .ifPresent(
              session ->
                  sessions.add(
                      Harm.SessionLost.of(
                          session,
                          dice.after(lost.from(), 0, 3),
                          lost.to().map(end -> dice.after(end, 8, 35)))));
    }
    return Harm.of(losses, sessions);
  }

  private void tell(Narrator narrator, Harm harm) {
    var scribe = narrator.scribe(draft.target().gateway());
    for (var strike : strikes) {
      narrator.tunnels(strike.losses(), Manner.silent(strike.reason()));
      if (strike.announced()) {
        announce(narrator, scribe, strike);
      }
    }
    narrator.sessions(harm, Manner.STOPPED);
  }

  /** The instance is a property, or in the message, or nowhere. */
  private static void announce(Narrator narrator, Scribe scribe, Strike strike) {
    var chance = narrator.dice();
    var message = narrator.voice().word(MESSAGES);
    var named = Optional.of(strike.instance());
    switch (chance.below(6)) {
      case 0 ->
          scribe.maintenance(
              strike.at(),
              Optional.empty(),
              message + " on GatewayTenantWorker_" + strike.instance());
      case 1 -> scribe.maintenance(strike.at(), Optional.empty(), message);
      case 2 -> scribe.primaryChanged(strike.at(), named);
      case 3 -> {
        scribe.maintenance(strike.at(), named, message);
        scribe.primaryChanged(chance.after(strike.at(), 1, 8), named);
      }
      default -> scribe.maintenance(strike.at(), named, message);
    }
  }
}
