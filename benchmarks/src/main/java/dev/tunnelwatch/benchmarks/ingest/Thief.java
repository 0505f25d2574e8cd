package dev.tunnelwatch.benchmarks.ingest;

import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.BaseSubscriber;

/** Somebody else who reads a partition with the same consumer group and a higher right to it. */
final class Thief implements AutoCloseable {
  private static final long LEVEL = 1_000_000_000;

  private final EventHubConsumerAsyncClient client;
  private final AtomicLong read = new AtomicLong();
  private final BaseSubscriber<PartitionEvent> reading =
      new BaseSubscriber<>() {
        @Override
        protected void hookOnNext(PartitionEvent event) {
          read.incrementAndGet();
        }

        @Override
        protected void hookOnError(Throwable problem) {
          // What it wanted it has had.
        }
      };

  private Thief(EventHubConsumerAsyncClient client, String partition) {
    this.client = client;
    client
        .receiveFromPartition(
            partition, EventPosition.latest(), new ReceiveOptions().setOwnerLevel(LEVEL))
        .subscribe(reading);
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
