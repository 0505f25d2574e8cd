package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A revision as it went out.
 *
 * @param pageDue the header it went with (rule 36)
 * @param at decision time
 */
public record PublishedIncident(Incident incident, Optional<Instant> pageDue, Instant at) {

  /** A closed incident nobody computes any more is forgotten so long after its end (rule 10). */
  private static final Duration MEMORY = Duration.ofHours(36);

  /** The ids that need not be remembered any longer. */
  public static List<String> forgettable(
      Collection<PublishedIncident> published, Collection<Incident> computed, Instant asOf) {
    var alive = computed.stream().map(Incident::id).collect(Collectors.toSet());
    return published.stream()
        .map(PublishedIncident::incident)
        .filter(incident -> incident.state() == IncidentState.CLOSED)
        .filter(incident -> !alive.contains(incident.id()))
        .filter(incident -> endedBefore(incident, asOf.minus(MEMORY)))
        .map(Incident::id)
        .toList();
  }

  /**
   * Whether the fleet still needs what its gateway has forgotten (rule 10): it is part of an
   * incident that is not closed, or that another gateway remembers. These forget in hours of their
   * own, and the last ones alone would be told as another fault.
   */
  public static boolean isNeeded(
      GatewayIncident forgotten,
      Collection<PublishedIncident> published,
      Collection<GatewayIncident> remembered) {
    return published.stream()
        .map(PublishedIncident::incident)
        .filter(forgotten::isPartOf)
        .anyMatch(
            whole ->
                whole.state() != IncidentState.CLOSED
                    || remembered.stream().anyMatch(other -> other.isPartOf(whole)));
  }

  private static boolean endedBefore(Incident incident, Instant time) {
    var span = incident.span();
    return span.endedAt().orElse(span.startedAt()).isBefore(time);
  }
}
