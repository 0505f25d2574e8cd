package dev.tunnelwatch.timeline;

import dev.tunnelwatch.model.Topics;
import java.util.Map;
import java.util.Optional;

/**
 * What the timeline needs to know.
 *
 * @param kafka client settings, {@code bootstrap.servers} among them
 * @param maxIncidents how many incidents are kept in memory, at least 1
 * @param token of whoever may speak of incidents; without one nobody may
 */
public record TimelineConfig(
    Map<String, Object> kafka, Topics topics, int maxIncidents, Optional<OperatorToken> token) {
  public TimelineConfig {
    kafka = Map.copyOf(kafka);
  }
}
