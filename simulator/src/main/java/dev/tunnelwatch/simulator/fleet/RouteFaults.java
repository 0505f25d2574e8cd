package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Severity;
import java.util.List;

/** BGP alone suffers; the tunnels stay up. */
final class RouteFaults {

  /** What a site announces. */
  private static final int PREFIXES = 3;

  private static final List<String> REASONS =
      List.of(
          Manner.HOLD_TIMER,
          "notification received from peer: administrative shutdown",
          "peer closed the connection",
          "more than 4000 prefixes received");

  private RouteFaults() {}

  /**
   * The device's BGP speaker stops, on an active-active gateway towards one or both instances.
   * Where BGP is all that leads traffic into the tunnels, they are of no use without it.
   */
  static Fault sessionLost(Draft draft) {
    var dice = draft.dice();
    var struck = struck(draft, dice);
    var sessions =
        struck.stream()
            .map(
                session ->
                    Harm.SessionLost.of(
                        session,
                        dice.after(draft.from(), 0, 12),
                        draft.to().map(end -> dice.after(end, 0, 12))))
            .toList();
    var harm = Harm.of(List.of(), sessions);
    var why = dice.any(REASONS);
    boolean routes = dice.chance(0.7);
    var label = Truth.of(draft, Cause.BGP_SESSION_LOST, harm).atLeast(Severity.WARNING).label();
    return new Fault(
        label,
        harm,
        narrator -> {
          if (routes) {
            narrator.sessions(harm, why);
          } else {
            narrator.sessionsOnly(harm, why);
          }
        });
  }

  /** The device withdraws some of its prefixes, from one instance or from all. */
  static Fault withdrawn(Draft draft) {
    var dice = draft.dice();
    var sessions = struck(draft, dice);
    int prefixes = 1 + dice.below(draft.target().connection().bgpOnly() ? PREFIXES - 1 : PREFIXES);
    var harm = Harm.of(List.of(), List.of());
    var label = Truth.of(draft, Cause.ROUTES_WITHDRAWN, harm).atLeast(Severity.WARNING).label();
    return new Fault(
        label,
        harm,
        narrator -> {
          double late = 0;
          for (var session : sessions) {
            var bgp = narrator.bgp(session.gateway());
            var chance = narrator.dice();
            double before = late;
            bgp.withdrawn(chance.after(draft.from(), 0, late), session, prefixes);
            draft
                .to()
                .ifPresent(end -> bgp.announced(chance.after(end, -before, 0), session, prefixes));
            late = 3;
          }
        });
  }

  private static List<BgpSession> struck(Draft draft, Dice dice) {
    var target = draft.target();
    var all = BgpSession.over(target.gateway(), target.connection(), target.active());
    return dice.chance(0.65) ? all : List.of(dice.any(all));
  }
}
