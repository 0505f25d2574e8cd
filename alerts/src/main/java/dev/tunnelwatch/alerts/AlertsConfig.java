package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Topics;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What alerts need to know.
 *
 * @param kafka client settings, {@code bootstrap.servers} among them
 * @param instanceId tells this process from others of the same role; stable over restarts
 * @param alertmanagers base addresses of all instances of the cluster; may be empty
 * @param timeline base address of the web page, for links in alerts
 * @param listener told of every send in this process, e.g. to print it; called from one thread
 */
public record AlertsConfig(
    Map<String, Object> kafka,
    Topics topics,
    String instanceId,
    List<URI> alertmanagers,
    Optional<URI> timeline,
    Optional<Consumer<Send>> listener) {
  public AlertsConfig {
    kafka = Map.copyOf(kafka);
    alertmanagers = List.copyOf(alertmanagers);
  }
}
