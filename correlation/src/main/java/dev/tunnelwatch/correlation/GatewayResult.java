package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayIncident;
import java.time.Instant;
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
}
