package dev.tunnelwatch.simulator.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The scenes that faults have in common, written into the logbook. */
record Narrator(Logbook book, Dice dice, Voice voice) {

  /** How long the initiator waits between two attempts, at first and later, in seconds. */
  private static final double RETRY_MIN = 6;

  private static final double RETRY_MAX = 15;
  private static final double LATER_MAX = 80;
  private static final Duration FRESH = Duration.ofMinutes(6);

  private static final List<Reason> RETURNS = List.of(Reason.LOCAL, Reason.REMOTE);

  private static final int PREFIXES = 3;

  Scribe scribe(FleetGateway gateway) {
    return new Scribe(gateway, book, voice);
  }

  IkeTalk ike(FleetGateway gateway) {
    return new IkeTalk(scribe(gateway), dice);
  }

  BgpTalk bgp(FleetGateway gateway) {
    return new BgpTalk(scribe(gateway));
  }

  /** All of a harm: the tunnels, and the BGP sessions that went with them. */
  void losses(Harm harm, Manner manner) {
    tunnels(harm.tunnels(), manner);
    if (dice.chance(0.7)) {
      sessions(harm, manner.bgp());
    } else {
      sessionsOnly(harm, manner.bgp());
    }
  }

  /** Tunnels that are lost, why, tried in vain where attempts are heard of, and back. */
  void tunnels(List<Harm.Lost> losses, Manner manner) {
    for (var lost : losses) {
      var tunnel = lost.tunnel();
      var scribe = scribe(tunnel.gateway());
      scribe.tunnel(lost.from(), tunnel, false, manner.reason().text());
      for (var error : manner.closing()) {
        // Before or after the tunnel record: nobody knows.
        ike(tunnel.gateway()).closed(dice.after(lost.from(), 0, 0.9), tunnel, error);
      }
      attempts(lost, manner.trying());
      back(lost);
    }
  }

  /** The gateway tries again and again, without success; more slowly after some minutes. */
  void attempts(Harm.Lost lost, List<IkeError> errors) {
    if (errors.isEmpty()) {
      return;
    }
    var until = lost.to().map(end -> end.minusSeconds(6)).orElse(book.end());
    var ike = ike(lost.tunnel().gateway());
    var slower = lost.from().plus(FRESH);
    for (var at = dice.after(lost.from(), 2, 6); at.isBefore(until); ) {
      var error = dice.any(errors);
      if (error == IkeError.TIMED_OUT || error == IkeError.NO_ANSWER) {
        ike.unanswered(at, lost.tunnel(), error);
      } else {
        ike.refused(at, lost.tunnel(), error);
      }
      at = dice.after(at, RETRY_MIN, at.isBefore(slower) ? RETRY_MAX : LATER_MAX);
    }
  }

  /** The tunnel comes back. */
  private void back(Harm.Lost lost) {
    lost.to().ifPresent(at -> back(lost.back(), at));
  }

  private void back(Tunnel tunnel, Instant at) {
    var gateway = tunnel.gateway();
    var ready = ike(gateway).establish(dice.after(at.minusMillis(900), 0, 0.4), tunnel);
    if (ready.isAfter(at)) {
      throw new IllegalStateException("expected an SA by " + at + ", got it at " + ready);
    }
    scribe(gateway).tunnel(at, tunnel, true, voice.say(dice.any(RETURNS)).text());
  }

  /** The BGP sessions that went, with the routes over them, and their return. */
  void sessions(Harm harm, String why) {
    sessionsOnly(harm, why);
    for (var lost : harm.sessions()) {
      var bgp = bgp(lost.session().gateway());
      bgp.withdrawn(dice.after(lost.told(), 0.1, 2), lost.session(), PREFIXES);
      lost.to().ifPresent(at -> bgp.announced(dice.after(at, 0.1, 2), lost.back(), PREFIXES));
    }
  }

  /** The same without a word about routes. */
  void sessionsOnly(Harm harm, String why) {
    for (var lost : harm.sessions()) {
      var bgp = bgp(lost.session().gateway());
      bgp.disconnected(lost.told(), lost.session(), why);
      lost.to().ifPresent(at -> bgp.connected(at, lost.back()));
    }
  }
}
