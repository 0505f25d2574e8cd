package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent.NegotiationFailed;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.TunnelHint;
import dev.tunnelwatch.model.TunnelId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The lines that only a configured connection can cause, by which one that was removed is known to
 * exist again (rule 30). Whoever calls at a gateway without a connection for him gets no answer or
 * no proposal accepted: neither says anything. A single refusal may be somebody else's behind the
 * same address, so it takes two.
 *
 * @param refusals of credentials and of traffic selectors, in order of time
 */
record Renewals(List<Line> refusals) {

  /** What was being negotiated while the connection was taken out is refused for that. */
  private static final Duration IN_FLIGHT = Duration.ofSeconds(10);

  /** A device that is configured goes on calling. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  /** Else it is another time (rule 18). */
  private static final Duration SOON = Duration.ofMinutes(10);

  private static final Set<Reason> KNOWN_PEER =
      EnumSet.of(Reason.AUTHENTICATION, Reason.TRAFFIC_SELECTORS);

  static Renewals of(Said said, Optional<GatewayTopology> topology, TunnelId tunnel) {
    boolean onePath = topology.filter(gateway -> !gateway.activeActive()).isPresent();
    var refusals = new ArrayList<Line>();
    for (NegotiationFailed failure : said.failures) {
      if (KNOWN_PEER.contains(failure.reason()) && isOf(failure.tunnel(), tunnel, onePath)) {
        refusals.add(Line.opens(failure.evidence(), failure.reason()));
      }
    }
    return new Renewals(refusals);
  }

  private static boolean isOf(TunnelHint hint, TunnelId tunnel, boolean onePath) {
    return hint.remoteIp().filter(tunnel.remoteIp()::equals).isPresent()
        && (onePath || hint.instance().filter(on -> on != tunnel.instance()).isEmpty());
  }

  /** The first from which on a tunnel removed at that instant is expected again. */
  Optional<Line> after(Instant removed) {
    var since =
        refusals.stream().filter(line -> line.at().isAfter(removed.plus(IN_FLIGHT))).toList();
    return since.stream()
        .filter(line -> since.stream().anyMatch(before -> isAgain(before.at(), line.at())))
        .findFirst();
  }

  private static boolean isAgain(Instant before, Instant at) {
    return !at.isBefore(before.plus(AGAIN)) && !at.isAfter(before.plus(SOON));
  }
}
