package dev.tunnelwatch.simulator.fleet;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The scenes that faults have in common, written into the logbook. */
record Narrator(Logbook book, Dice dice) {

  /** How long the initiator waits between two attempts. */
  private static final double RETRY_MIN_SECONDS = 6;

  private static final double RETRY_MAX_SECONDS = 15;

  private static final List<String> RETURNS = List.of("Locally Triggered", "RemotelyTriggered");

  Scribe scribe(FleetGateway gateway) {
    return new Scribe(gateway, book);
  }

  IkeTalk ike(FleetGateway gateway) {
    return new IkeTalk(scribe(gateway), dice);
  }

  BgpTalk bgp(FleetGateway gateway) {
    return new BgpTalk(scribe(gateway));
  }

  /** The tunnel is gone, in the gateway's words. */
  void gone(Harm.Lost lost, String reason) {
    scribe(lost.tunnel().gateway()).tunnel(lost.from(), lost.tunnel(), false, reason);
  }

  /** The IKE service says why an SA that stood is gone; before or after the tunnel record. */
  void closed(Harm.Lost lost, IkeError error) {
    var at = dice.after(lost.from(), 0, 0.9);
    ike(lost.tunnel().gateway()).closed(at, lost.tunnel(), error);
  }

  /** The gateway tries again and again, without success. */
  void attempts(Harm.Lost lost, IkeError error) {
    var until = lost.to().map(end -> end.minusSeconds(6)).orElse(book.end());
    var ike = ike(lost.tunnel().gateway());
    for (var at = dice.after(lost.from(), 2, 6);
        at.isBefore(until);
        at = dice.after(at, RETRY_MIN_SECONDS, RETRY_MAX_SECONDS)) {
      if (error == IkeError.TIMED_OUT) {
        ike.unanswered(at, lost.tunnel());
      } else {
        ike.refused(at, lost.tunnel(), error);
      }
    }
  }

  /** The tunnel comes back. */
  void back(Harm.Lost lost) {
    lost.to().ifPresent(at -> back(lost.back(), at));
  }

  private void back(Tunnel tunnel, Instant at) {
    var gateway = tunnel.gateway();
    var ready = ike(gateway).establish(dice.after(at.minusMillis(900), 0, 0.4), tunnel);
    if (ready.isAfter(at)) {
      throw new IllegalStateException("expected an SA by " + at + ", got it at " + ready);
    }
    scribe(gateway).tunnel(at, tunnel, true, dice.any(RETURNS));
  }

  /** The BGP sessions that went with the tunnels, and their return. */
  void sessions(Harm harm, String why) {
    for (var lost : harm.sessions()) {
      var bgp = bgp(lost.session().gateway());
      bgp.disconnected(lost.from(), lost.session(), why);
      bgp.withdrawn(dice.after(lost.from(), 0.1, 2), lost.session(), 3);
      lost.to().ifPresent(at -> returned(bgp, lost.session(), at));
    }
  }

  private void returned(BgpTalk bgp, BgpSession session, Instant at) {
    bgp.connected(at, session);
    bgp.announced(dice.after(at, 0.1, 2), session, 3);
  }

  /** Lost, why, tried in vain unless {@code trying} is empty, and back. */
  void loss(Harm.Lost lost, String reason, Optional<IkeError> trying) {
    gone(lost, reason);
    trying.ifPresent(error -> attempts(lost, error));
    back(lost);
  }
}
