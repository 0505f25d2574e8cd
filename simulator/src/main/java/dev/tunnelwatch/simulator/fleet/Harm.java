package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a fault breaks, and from when to when: settled before any log is written.
 *
 * @param ageing tunnels whose SAs must not be renewed for a while
 */
record Harm(List<Lost> tunnels, List<SessionLost> sessions, List<Ageing> ageing) {

  /** Azure's hold timer; the peer's last keepalive was up to a minute before it fell silent. */
  private static final double HOLD_SECONDS = 180;

  private static final double KEEPALIVE_SECONDS = 60;

  /** How often an instance tells late that it gave its sessions up. */
  private static final double LATE = 0.3;

  Harm {
    tunnels = List.copyOf(tunnels);
    sessions = List.copyOf(sessions);
    ageing = List.copyOf(ageing);
  }

  static Harm of(List<Lost> tunnels, List<SessionLost> sessions) {
    return new Harm(tunnels, sessions, List.of());
  }

  /**
   * A tunnel that is lost.
   *
   * @param silent since when nothing came from the peer; at most the DPD time before {@code from}
   * @param from when the gateway noticed
   * @param to when it is back, empty when that is after the run
   * @param back the tunnel that carries the traffic then: on another instance after a failover
   */
  record Lost(Tunnel tunnel, Instant silent, Instant from, Optional<Instant> to, Tunnel back) {

    /** Lost at once and back on the same instance. */
    static Lost of(Tunnel tunnel, Instant from, Optional<Instant> to) {
      return new Lost(tunnel, from, from, to, tunnel);
    }

    Lost silentSince(Instant instant) {
      return new Lost(tunnel, instant, from, to, back);
    }
  }

  /**
   * A BGP session that is lost.
   *
   * @param told when the gateway says so, which may be after another instance has it
   * @param to when it is back, empty when that is after the run
   * @param back the session with the peer then: of another instance after a failover
   */
  record SessionLost(
      BgpSession session, Instant from, Instant told, Optional<Instant> to, BgpSession back) {

    /** Told at once and back on the same instance. */
    static SessionLost of(BgpSession session, Instant from, Optional<Instant> to) {
      return new SessionLost(session, from, from, to, session);
    }
  }

  /** A tunnel that keeps its SAs. */
  record Ageing(Tunnel tunnel, Instant from, Instant to) {}

  /**
   * Tunnels lost and returning together, give or take {@code spread} seconds; the first at once.
   */
  static List<Lost> together(
      List<Tunnel> tunnels, Instant from, Optional<Instant> to, double spread, Dice dice) {
    var lost = new ArrayList<Lost>();
    for (var tunnel : tunnels) {
      double late = lost.isEmpty() ? 0 : spread;
      lost.add(
          Lost.of(tunnel, dice.after(from, 0, late), to.map(end -> dice.after(end, 0, spread))));
    }
    return lost;
  }

  /** Tunnels that leave an instance and are back on the other so many seconds later. */
  static List<Lost> takenOver(
      List<Tunnel> tunnels, Instant from, double atLeast, double atMost, Dice dice) {
    var losses = new ArrayList<Lost>();
    for (var tunnel : tunnels) {
      var gone = losses.isEmpty() ? from : dice.after(from, 0, 2);
      var back = dice.after(gone, atLeast, atMost);
      losses.add(
          new Lost(tunnel, gone, gone, Optional.of(back), tunnel.on(tunnel.instance().other())));
    }
    return losses;
  }

  /** The harm with those BGP sessions that the tunnels' absence is long enough to end. */
  static Harm withSessions(List<Lost> tunnels, Dice dice) {
    var sessions = new ArrayList<SessionLost>();
    for (var lost : tunnels) {
      session(lost.tunnel())
          .ifPresent(
              session -> {
                var expiry =
                    dice.after(lost.silent(), HOLD_SECONDS - KEEPALIVE_SECONDS, HOLD_SECONDS);
                if (lost.to().isEmpty() || lost.to().get().isAfter(expiry)) {
                  var to = lost.to().map(end -> dice.after(end, 8, 35));
                  sessions.add(SessionLost.of(session, expiry, to));
                }
              });
    }
    return of(tunnels, sessions);
  }

  /**
   * The harm with the BGP sessions of tunnels that another instance takes over: its speaker has
   * them soon after its tunnels. The one that gave them up says so within seconds; or late, when
   * its own timer runs out or once the other has told of them.
   */
  static Harm handedOn(List<Lost> tunnels, Dice dice) {
    boolean late = dice.chance(LATE);
    boolean expires = dice.chance(0.5);
    var sessions = new ArrayList<SessionLost>();
    for (var lost : tunnels) {
      var back = lost.to().map(end -> dice.after(end, 6, 15));
      var prompt = dice.after(lost.from(), 0, 3);
      var expiry = dice.after(lost.from(), HOLD_SECONDS - KEEPALIVE_SECONDS, HOLD_SECONDS);
      var behind = dice.after(back.orElse(expiry), 1, 10);
      var told = expires ? expiry : behind;
      for (var session : session(lost.tunnel()).stream().toList()) {
        sessions.add(
            new SessionLost(
                session,
                late ? lost.from() : prompt,
                late ? told : prompt,
                back,
                session.on(lost.back().instance())));
      }
    }
    return of(tunnels, sessions);
  }

  /** The BGP session that runs over a tunnel. */
  static Optional<BgpSession> session(Tunnel tunnel) {
    return BgpSession.over(tunnel.gateway(), tunnel.connection(), tunnel.instance()).stream()
        .filter(session -> session.instance() == tunnel.instance())
        .findFirst();
  }

  /** Who carries the tunnels of an active-standby gateway after what befell it until then. */
  static Instance active(FleetGateway gateway, List<Fault> faults, Instant at) {
    return faults.stream()
        .flatMap(fault -> fault.harm().tunnels().stream())
        .filter(lost -> lost.back().gateway().equals(gateway))
        .filter(lost -> lost.back().instance() != lost.tunnel().instance())
        .filter(lost -> lost.to().filter(to -> !to.isAfter(at)).isPresent())
        .max(Comparator.comparing(lost -> lost.to().orElseThrow()))
        .map(lost -> lost.back().instance())
        .orElse(Instance.IN_0);
  }

  static Duration dpd(Tunnel tunnel) {
    return Duration.ofSeconds(tunnel.connection().timers().dpd());
  }
}
