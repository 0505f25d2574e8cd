package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What only many lines together tell, or the age of an SA. */
final class LongFaults {

  private LongFaults() {}

  /** A line that comes and goes: many short losses, a minute or so apart. */
  static Fault flapping(Draft draft) {
    var flaps = new Flaps(draft);
    flaps.come(draft.from(), 6 + flaps.dice.below(7));
    var harm = Harm.of(flaps.losses, List.of());
    var label = Truth.of(draft, Cause.PATH_UNSTABLE, harm).atLeast(Severity.WARNING).label();
    return new Fault(label, harm, flaps::tell);
  }

  /** The same with losses each of which a site without another way is missed for. */
  static Fault longStrokes(Draft draft) {
    var flaps = new Flaps(draft);
    flaps.strike(draft.from(), 6 + flaps.dice.below(4));
    var harm = Harm.withSessions(flaps.losses, flaps.dice);
    var label = Truth.of(draft, Cause.PATH_UNSTABLE, harm).atLeast(Severity.WARNING).label();
    return new Fault(
        label,
        harm,
        narrator -> {
          flaps.tell(narrator);
          narrator.sessions(harm, Manner.HOLD_TIMER);
        });
  }

  /** The same, until it does not come back. */
  static Fault flappingThenLost(Draft draft) {
    var flaps = new Flaps(draft);
    var from = flaps.come(draft.from(), 6);
    var dice = flaps.dice;
    var last = new ArrayList<Harm.Lost>();
    for (var tunnel : flaps.tunnels) {
      var gone = dice.after(from, 0, 4);
      var silent = gone.minus(Harm.dpd(tunnel));
      var to = draft.to().map(end -> dice.after(end, 0, 5));
      last.add(Harm.Lost.of(tunnel, gone, to).silentSince(silent));
    }
    var all = new ArrayList<>(flaps.losses);
    all.addAll(last);
    var harm = Harm.of(all, Harm.withSessions(last, dice).sessions());
    var manner =
        Manner.with(draft.voice().say(Reason.PEER_SILENT), List.of(), List.of(IkeError.TIMED_OUT));
    var truth =
        Truth.of(draft, Cause.PEER_UNREACHABLE, harm)
            .accepting(Cause.PATH_UNSTABLE)
            .atLeast(Severity.WARNING);
    return new Fault(
        truth.label(),
        harm,
        narrator -> {
          flaps.tell(narrator);
          narrator.tunnels(last, manner);
          narrator.sessions(harm, manner.bgp());
        });
  }

  private static final class Flaps {
    private final Dice dice;
    private final Voice voice;
    private final List<Tunnel> tunnels;
    private final List<Harm.Lost> losses = new ArrayList<>();
    private final List<Manner> manners = new ArrayList<>();

    Flaps(Draft draft) {
      dice = draft.dice();
      voice = draft.voice();
      var all = draft.target().tunnels();
      tunnels = dice.chance(0.5) ? all : List.of(dice.any(all));
    }

    /** So many losses; returns when the next would come. */
    Instant come(Instant first, int times) {
      var from = first;
      for (int i = 0; i < times; i++) {
        var to = dice.after(from, 4, 20);
        lose(from, to);
        from = dice.after(to, 25, 70);
      }
      return from;
    }

    /** So many losses of the better part of a minute, some minutes apart. */
    void strike(Instant first, int times) {
      var from = first;
      for (int i = 0; i < times; i++) {
        lose(from, dice.after(from, 40, 70));
        from = dice.after(from, 120, 240);
      }
    }

    private void lose(Instant from, Instant to) {
      var reason = dice.any(List.of(Reason.PEER_SILENT, Reason.PEER_SILENT, Reason.REMOTE));
      for (var lost : Harm.together(tunnels, from, Optional.of(to), 0.8, dice)) {
        losses.add(lost);
        manners.add(Manner.silent(voice.say(reason)));
      }
    }

    void tell(Narrator narrator) {
      for (int i = 0; i < losses.size(); i++) {
        narrator.tunnels(List.of(losses.get(i)), manners.get(i));
      }
    }
  }

  /** An SA is not renewed in time and is lost when its life is over. */
  static Fault rekeyFailure(Draft draft) {
    var dice = draft.dice();
    var tunnel = dice.any(draft.target().tunnels());
    double lifetime = draft.target().connection().timers().saLifetime();
    var begun = dice.after(draft.from(), -lifetime * 1.008, -lifetime * 0.992);
    var lost = Harm.Lost.of(tunnel, draft.from(), draft.to());
    var ageing = new Harm.Ageing(tunnel, begun, draft.from());
    var harm =
        new Harm(List.of(lost), Harm.withSessions(List.of(lost), dice).sessions(), List.of(ageing));
    var reason = dice.any(List.of(Reason.EXPIRED, Reason.LOCAL, Reason.NOTHING));
    var trying = dice.chance(0.5) ? List.of(IkeError.TIMED_OUT) : List.<IkeError>of();
    var manner = Manner.with(draft.voice().say(reason), List.of(), trying);
    return new Fault(
        Truth.of(draft, Cause.REKEY_FAILURE, harm).label(),
        harm,
        narrator -> {
          narrator.ike(tunnel.gateway()).renewed(begun, tunnel);
          narrator.losses(harm, manner);
        });
  }

  /** A tunnel that is built at the start of the run and never comes up. */
  static Fault neverUp(Draft draft) {
    var dice = draft.dice();
    var error =
        dice.any(
            List.of(
                IkeError.TIMED_OUT,
                IkeError.AUTHENTICATION,
                IkeError.SIGNATURE,
                IkeError.POLICY_MATCH,
                IkeError.TRAFFIC_SELECTORS));
    var cause =
        switch (error) {
          case AUTHENTICATION, SIGNATURE -> Cause.IKE_AUTHENTICATION;
          case POLICY_MATCH -> Cause.IKE_POLICY_MISMATCH;
          case TRAFFIC_SELECTORS -> Cause.IKE_TRAFFIC_SELECTORS;
          default -> Cause.PEER_UNREACHABLE;
        };
    var losses = Harm.together(draft.target().tunnels(), draft.from(), Optional.empty(), 3, dice);
    var harm = Harm.of(losses, List.of());
    var label = Truth.of(draft, cause, harm).neverThere();
    return new Fault(
        label, harm, narrator -> losses.forEach(lost -> narrator.attempts(lost, List.of(error))));
  }
}
