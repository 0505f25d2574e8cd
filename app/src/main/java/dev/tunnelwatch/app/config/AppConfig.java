package dev.tunnelwatch.app.config;

import dev.tunnelwatch.alerts.Heartbeats;
import dev.tunnelwatch.alerts.Links;
import dev.tunnelwatch.alerts.Receivers;
import dev.tunnelwatch.alerts.Send;
import dev.tunnelwatch.alerts.WebhookKey;
import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.timeline.OperatorToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What {@code run} was told.
 *
 * @param sources the hubs to read, none unless the role is {@code ingest}
 * @param inventory the directory of exported Azure resources
 * @param pseudonymKey the file with the key that makes pseudonyms out of user names
 */
public record AppConfig(
    Set<Role> roles,
    Identity identity,
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

  /** Who is told that canaries come out; empty where none sets out. */
  public Optional<Heartbeats> heartbeats() {
    return canary.comesFrom().map(_ -> alerting.heartbeats());
  }

  /**
   * Which process this is.
   *
   * @param dataDirectory where it keeps what it must not lose: its own alone
   * @param instanceId what tells it from others; empty: kept in the data directory
   */
  public record Identity(Path dataDirectory, Optional<String> instanceId) {

    /** Of one that is told from others by what it keeps there. */
    public static Identity keptIn(Path dataDirectory) {
      return new Identity(dataDirectory, Optional.empty());
    }
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
   * @param heartbeats who is told that all of it lives
   * @param links what pages lead to
   */
  public record Alerting(
      List<URI> alertmanagers, Webhook webhook, Heartbeats heartbeats, Links links) {
    public Alerting {
      alertmanagers = List.copyOf(alertmanagers);
    }

    /** Without webhooks; {@code timeline} as in {@link Links}. */
    public Alerting(List<URI> alertmanagers, Optional<URI> timeline) {
      this(
          alertmanagers,
          Webhook.NONE,
          Heartbeats.NONE,
          new Links(timeline, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /**
     * What alerts are started with.
     *
     * @throws IOException when the key can be read no more
     */
    public Receivers receivers(Optional<Consumer<Send>> listener) throws IOException {
      var key =
          webhook.keyFile().isPresent()
              ? Optional.of(WebhookKey.read(webhook.keyFile().get()))
              : Optional.<WebhookKey>empty();
      return new Receivers(alertmanagers, webhook.addresses(), key, listener);
    }

    /** Whether anybody is told but the standard output. */
    public boolean wakesSomebody() {
      return !alertmanagers.isEmpty() || !webhook.addresses().isEmpty();
    }
  }

  /**
   * Who is told by CloudEvents.
   *
   * @param addresses may hold secrets, so that nobody may show them whole
   * @param keyFile with the key that signs; without it nothing is signed
   */
  public record Webhook(List<URI> addresses, Optional<Path> keyFile) {
    public static final Webhook NONE = new Webhook(List.of(), Optional.empty());

    public Webhook {
      addresses = List.copyOf(addresses);
    }

    @Override
    public String toString() {
      return addresses.size() + " webhooks";
    }
  }

  /**
   * Where the one HTTP server listens.
   *
   * @param operatorTokenFile with the token of whoever may speak of incidents; without it nobody
   */
  public record Web(String host, int port, Optional<Path> operatorTokenFile) {

    /** One that only answers. */
    public Web(String host, int port) {
      this(host, port, Optional.empty());
    }

    /**
     * The token itself.
     *
     * @throws IOException when it can be read no more
     */
    public Optional<OperatorToken> operatorToken() throws IOException {
      return operatorTokenFile.isPresent()
          ? Optional.of(OperatorToken.read(operatorTokenFile.get()))
          : Optional.empty();
    }
  }
}
