package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.SourceCoverage;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What the gateway stage concludes.
 *
 * @param incidents sorted by id
 * @param nextChange the earliest asOf at which time alone can change the incidents
 */
public record GatewayResult(List<GatewayIncident> incidents, Optional<Instant> nextChange) {
  public GatewayResult {
    incidents = List.copyOf(incidents);
  }

  /**
   * The same, where sources lost records while an incident was on: it may not be all there is to
   * say of it. That is no part of what the evidence says (rule 2).
   *
   * @param sources every partition that may carry the gateway
   */
  public GatewayResult flagged(Collection<SourceCoverage> sources) {
    var gaps =
        sources.stream()
            .flatMap(source -> source.gaps().stream())
            .map(SourceCoverage.Gap::noticedAt)
            .toList();
    return gaps.isEmpty()
        ? this
        : new GatewayResult(
            incidents.stream().map(found -> flagged(found, gaps)).toList(), nextChange);
  }

  private static GatewayIncident flagged(GatewayIncident found, List<Instant> gaps) {
    var span = found.incident().span();
    boolean open = span.endedAt().isEmpty();
    boolean gap =
        gaps.stream()
            .filter(at -> !at.isBefore(span.startedAt()))
            .anyMatch(at -> open || !at.isAfter(span.endedAt().get().plus(Lateness.LATE)));
    return gap
        ? new GatewayIncident(
            found.gateway(), found.incident().withFlag(Flag.GAP_IN_SOURCE), found.losses())
        : found;
  }
}
