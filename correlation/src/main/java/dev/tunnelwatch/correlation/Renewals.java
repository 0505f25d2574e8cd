package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayEvent.ConfigurationSet;
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
 * no proposal accepted: neither says anything.
 *
 * @param refusals of credentials and of traffic selectors, in order of time
 * @param changes that name the connection, in order of time
 */
record Renewals(List<Line> refusals, List<Line> changes) {

  /** What was being negotiated while the connection was taken out is refused for that. */
  private static final Duration IN_FLIGHT = Duration.ofSeconds(10);

  /** A record that soon is about the removal (rule 16). */
  static final Duration OF_THE_REMOVAL = Duration.ofMinutes(2);

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
    var changes = new ArrayList<Line>();
    for (ConfigurationSet set : said.configuration) {
      if (set.succeeded() && names(set, topology, tunnel)) {
        changes.add(Line.opens(set.evidence(), Reason.NOT_STATED));
      }
    }
    return new Renewals(refusals, changes);
  }

  private static boolean isOf(TunnelHint hint, TunnelId tunnel, boolean onePath) {
    return hint.remoteIp().filter(tunnel.remoteIp()::equals).isPresent()
        && (onePath || hint.instance().filter(on -> on != tunnel.instance()).isEmpty());
  }

  private static boolean names(
      ConfigurationSet set, Optional<GatewayTopology> topology, TunnelId tunnel) {
    return topology.stream()
        .flatMap(gateway -> gateway.connections().stream())
        .filter(connection -> connection.remoteIps().contains(tunnel.remoteIp()))
        .anyMatch(
            connection -> set.connection().filter(connection.name()::equalsIgnoreCase).isPresent());
  }

  /** The first from which on a tunnel removed at that instant is expected again. */
  Optional<Line> after(Instant removed) {
    var refusal = first(refusals, removed.plus(IN_FLIGHT));
    var change = first(changes, removed.plus(OF_THE_REMOVAL));
    return change
            .filter(set -> refusal.filter(by -> !set.at().isBefore(by.at())).isEmpty())
            .isPresent()
        ? change
        : refusal;
  }

  private static Optional<Line> first(List<Line> lines, Instant after) {
    return lines.stream().filter(line -> line.at().isAfter(after)).findFirst();
  }
}
