package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The device withdraws its prefixes; tunnels and BGP sessions stay up. */
record Withdrawal(
    Label label, Harm harm, List<BgpSession> sessions, Instant from, Optional<Instant> to)
    implements Fault {

  private static final int PREFIXES = 3;

  static Withdrawal plan(Draft draft) {
    var target = draft.target();
    var sessions = BgpSession.over(target.gateway(), target.connection(), target.active());
    var harm = new Harm(List.of(), List.of());
    var cause = Cause.ROUTES_WITHDRAWN;
    var label = Truth.label(draft, cause, Set.of(cause), harm, Severity.WARNING);
    return new Withdrawal(label, harm, sessions, draft.from(), draft.to());
  }

  @Override
  public void tell(Narrator narrator) {
    boolean first = true;
    for (var session : sessions) {
      double late = first ? 0 : 3;
      var bgp = narrator.bgp(session.gateway());
      bgp.withdrawn(narrator.dice().after(from, 0, late), session, PREFIXES);
      to.ifPresent(end -> bgp.announced(narrator.dice().after(end, -late, 0), session, PREFIXES));
      first = false;
    }
  }
}
