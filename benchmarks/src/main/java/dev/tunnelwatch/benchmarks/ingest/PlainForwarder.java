package dev.tunnelwatch.benchmarks.ingest;

import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What everybody writes first: the same client, and a producer that sends each body as it is.
 * Nothing is read, nothing split, no position kept; what is sent twice is twice there.
 */
final class PlainForwarder implements AutoCloseable {

  private final EventHubConsumerAsyncClient client;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong acknowledged = new AtomicLong();

  private PlainForwarder(EventHubConsumerAsyncClient client, String servers) {
    this.client = client;
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers", servers, "acks", "all", "enable.idempotence", false);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Forwards all that the hub holds, and what comes. */
  static PlainForwarder start(Stage stage, String topic) {
    var client =
        new EventHubClientBuilder()
            .connectionString(stage.connection(), Stage.HUB)
            .consumerGroup(EventHubClientBuilder.DEFAULT_CONSUMER_GROUP_NAME)
            .shareConnection()
            .buildAsyncConsumerClient();
    var forwarder = new PlainForwarder(client, stage.servers());
    for (int i = 0; i < stage.hub().partitionCount(); i++) {
      var _ =
          client
              .receiveFromPartition(Integer.toString(i), EventPosition.earliest())
              .subscribe(event -> forwarder.send(topic, event.getData().getBody()));
    }
    return forwarder;
  }

  private void send(String topic, byte[] body) {
    var _ =
        producer.send(
            new ProducerRecord<>(topic, body),
            (_, problem) -> {
              if (problem == null) {
                acknowledged.addAndGet(body.length);
              }
            });
  }

  /** Bytes of bodies that Kafka has taken. */
  long acknowledged() {
    return acknowledged.get();
  }

  @Override
  public void close() {
    client.close();
    producer.close();
  }
}
