package dev.tunnelwatch.timeline;

import dev.tunnelwatch.model.Topics;
import java.util.Map;

/**
 * What the timeline needs to know.
 *
 * @param kafka client settings, {@code bootstrap.servers} among them
 * @param maxIncidents how many incidents are kept in memory, at least 1
 */
public record TimelineConfig(Map<String, Object> kafka, Topics topics, int maxIncidents) {
  public TimelineConfig {
    kafka = Map.copyOf(kafka);
  }
}
