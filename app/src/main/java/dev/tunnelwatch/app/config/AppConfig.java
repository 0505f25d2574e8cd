package dev.tunnelwatch.app.config;

import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.model.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code run} was told.
 *
 * @param dataDirectory where this process keeps what it must not lose: its own alone
 * @param sources the hubs to read, none unless the role is {@code ingest}
 * @param inventory the directory of exported Azure resources
 * @param pseudonymKey the file with the key that makes pseudonyms out of user names
 */
public record AppConfig(
    Set<Role> roles,
    Path dataDirectory,
    Kafka kafka,
    List<HubSource> sources,
    CanaryWay canary,
    Optional<Path> inventory,
    Alerting alerting,
    Web web,
    Optional<Path> pseudonymKey) {

  public AppConfig {
    roles = Set.copyOf(roles);
    sources = List.copyOf(sources);
  }

  /**
   * How Kafka is reached.
   *
   * @param bootstrapServers empty: a broker is started in a child process
   * @param port of that broker on loopback; 0 for any that is free
   * @param properties handed to every client as they are: security, for the most part
   */
  public record Kafka(
      Optional<String> bootstrapServers, int port, Topics topics, Map<String, String> properties) {
    public Kafka {
      properties = Map.copyOf(properties);
    }
  }

  /**
   * Who is told.
   *
   * @param alertmanagers base addresses; every one is told everything
   * @param timeline the page's address as humans reach it, for the links in pages
   */
  public record Alerting(List<URI> alertmanagers, Optional<URI> timeline) {
    public Alerting {
      alertmanagers = List.copyOf(alertmanagers);
    }
  }

  /** Where the one HTTP server listens. */
  public record Web(String host, int port) {}
}
