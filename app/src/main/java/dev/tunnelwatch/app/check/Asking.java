package dev.tunnelwatch.app.check;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Asks Kafka one thing after another; what it refuses becomes a trouble in words. */
final class Asking implements AutoCloseable {
  private static final int MILLIS = 12_000;

  private final Admin admin;
  private final Map<String, Object> kafka;

  Asking(Admin admin, Map<String, Object> kafka) {
    this.admin = admin;
    this.kafka = Map.copyOf(kafka);
  }

  Admin client() {
    return admin;
  }

  /** {@code what} follows "Kafka refused to". */
  <T> T ask(String what, Function<Admin, KafkaFuture<T>> question) {
    try {
      return question.apply(admin).get(MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw trouble(what, Optional.ofNullable(e.getCause()).orElse(e));
    } catch (TimeoutException e) {
      throw silence();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silence();
    }
  }

  /** The same, but a refusal is an answer, too. */
  <T> Optional<T> askIfAllowed(String what, Function<Admin, KafkaFuture<T>> question)
      throws InterruptedException {
    try {
      return Optional.of(question.apply(admin).get(MILLIS, TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      if (Refusals.isOfRights(e.getCause())) {
        return Optional.empty();
      }
      throw trouble(what, Optional.ofNullable(e.getCause()).orElse(e));
    } catch (TimeoutException e) {
      throw silence();
    }
  }

  private Trouble trouble(String what, Throwable cause) {
    return switch (cause) {
      case org.apache.kafka.common.errors.TimeoutException _ -> silence();
      case SslAuthenticationException _ ->
          new Trouble(
              "TLS failed", "check kafka.properties.ssl.*, and that the port is one with TLS");
      case AuthenticationException _ ->
          new Trouble(
              "it refuses the login",
              "check kafka.properties: sasl.mechanism, sasl.jaas.config and its user and password");
      default ->
          new Trouble(
              "Kafka refused to " + what + " (" + Refusals.words(cause) + ')',
              "ask whoever runs it for the right to");
    };
  }

  private Trouble silence() {
    return new Trouble(
        "no Kafka answers at \"" + kafka.get("bootstrap.servers") + '"',
        "check kafka.bootstrap-servers, the network, that the brokers' advertised.listeners are"
            + " addresses that can be reached from here, and kafka.properties.security.protocol");
  }

  /** Levels of the features that count in this cluster. */
  Map<String, Short> features() {
    var told = ask("tell its features", client -> client.describeFeatures().featureMetadata());
    var levels = new TreeMap<String, Short>();
    told.finalizedFeatures().forEach((name, range) -> levels.put(name, range.maxVersionLevel()));
    return levels;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
