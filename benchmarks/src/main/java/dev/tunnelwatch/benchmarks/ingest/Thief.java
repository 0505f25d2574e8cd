package dev.tunnelwatch.benchmarks.ingest;

import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;

/** Somebody else who reads a partition with the same consumer group and a higher right to it. */
final class Thief implements AutoCloseable {
  private static final long LEVEL = 1_000_000_000;

  private final EventHubConsumerAsyncClient client;
  private final Disposable reading;
  private final AtomicLong read = new AtomicLong();

  private Thief(EventHubConsumerAsyncClient client, String partition) {
    this.client = client;
    reading =
        client
            .receiveFromPartition(
                partition, EventPosition.latest(), new ReceiveOptions().setOwnerLevel(LEVEL))
            .subscribe(_ -> read.incrementAndGet(), _ -> {});
  }

  static Thief of(Stage stage, String partition) {
    var client =
        new EventHubClientBuilder()
            .connectionString(stage.hubs().connectionString(Stage.HUB))
            .consumerGroup(EventHubClientBuilder.DEFAULT_CONSUMER_GROUP_NAME)
            .buildAsyncConsumerClient();
    return new Thief(client, partition);
  }

  boolean reads() {
    return read.get() > 0;
  }

  @Override
  public void close() {
    reading.dispose();
    client.close();
  }
}
