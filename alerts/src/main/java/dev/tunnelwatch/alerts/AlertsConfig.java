package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Topics;
import java.util.Map;
import java.util.Optional;

/**
 * What alerts need to know.
 *
 * @param kafka client settings, {@code bootstrap.servers} among them
 * @param heartbeats empty where no canary sets out
 * @param instanceId tells this process from others of the same role; stable over restarts
 */
public record AlertsConfig(
    Map<String, Object> kafka,
    Topics topics,
    String instanceId,
    Receivers receivers,
    Optional<Heartbeats> heartbeats,
    Links links) {
  public AlertsConfig {
    kafka = Map.copyOf(kafka);
  }

  /** What CloudEvents name as their source: one Kafka and prefix is one deployment. */
  String source() {
    return "/tunnelwatch/" + topics.prefix();
  }
}
