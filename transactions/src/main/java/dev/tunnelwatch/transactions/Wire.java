package dev.tunnelwatch.transactions;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/** One request to one broker, of those that Kafka's clients send and do not offer. */
final class Wire {
  private static final String NAME = "tw-transactions";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Map<String, Object> kafka;

  /**
   * @param kafka how to reach it, as for any client
   */
  Wire(Map<String, Object> kafka) {
    this.kafka = Map.copyOf(kafka);
  }

  /**
   * On a connection of its own.
   *
   * @throws ExecutionException when there is no answer within some 10 s
   */
  AbstractResponse ask(Node broker, AbstractRequest.Builder<?> request) throws ExecutionException {
    try (var metrics = new Metrics();
        var client = client(metrics)) {
      if (!NetworkClientUtils.awaitReady(client, broker, Time.SYSTEM, PATIENCE.toMillis())) {
        throw new TimeoutException("no connection to " + broker);
      }
      var sent =
          client.newClientRequest(broker.idString(), request, Time.SYSTEM.milliseconds(), true);
      return NetworkClientUtils.sendAndReceive(client, sent, Time.SYSTEM).responseBody();
    } catch (IOException | KafkaException e) {
      throw new ExecutionException(e);
    }
  }

  private NetworkClient client(Metrics metrics) {
    var settings = new HashMap<>(kafka);
    settings.put("client.id", NAME);
    return ClientUtils.createNetworkClient(
        new AdminClientConfig(settings),
        NAME,
        metrics,
        NAME,
        new LogContext("[" + NAME + "] "),
        new ApiVersions(),
        Time.SYSTEM,
        1,
        (int) PATIENCE.toMillis(),
        null,
        new ManualMetadataUpdater(),
        new DefaultHostResolver(),
        null,
        null);
  }
}
