package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.Incident;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the fleet stage concludes.
 *
 * @param incidents sorted by id, without revision numbers
 * @param nextChange the earliest asOf at which time alone can change the incidents
 */
public record FleetResult(List<Incident> incidents, Optional<Instant> nextChange) {
  public FleetResult {
    incidents = List.copyOf(incidents);
  }
}
