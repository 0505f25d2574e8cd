package dev.tunnelwatch.simulator.hub;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.Disposable;

/** Microsoft's client as its users set it up, and what it received. */
final class OfficialClient implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Deque<Runnable> open = new ArrayDeque<>();

  /** What one receiver got. */
  static final class Received {
    final List<PartitionEvent> events = new CopyOnWriteArrayList<>();
    final AtomicReference<Throwable> error = new AtomicReference<>();
    final AtomicBoolean ended = new AtomicBoolean();

    List<String> bodies() {
      return events.stream().map(each -> each.getData().getBodyAsString()).toList();
    }

    List<Long> sequences() {
      return events.stream().map(each -> each.getData().getSequenceNumber()).toList();
    }
  }

  static EventHubClientBuilder builder(String connectionString) {
    return new EventHubClientBuilder()
        .connectionString(connectionString)
        .consumerGroup(EventHubClientBuilder.DEFAULT_CONSUMER_GROUP_NAME)
        .retryOptions(
            new AmqpRetryOptions()
                .setMaxRetries(1)
                .setDelay(Duration.ofMillis(50))
                .setTryTimeout(Duration.ofSeconds(5)));
  }

  EventHubProducerClient producer(String connectionString) {
    var producer = builder(connectionString).buildProducerClient();
    open.push(producer::close);
    return producer;
  }

  EventHubConsumerAsyncClient consumer(String connectionString) {
    return consumer(builder(connectionString));
  }

  EventHubConsumerAsyncClient consumer(EventHubClientBuilder builder) {
    var consumer = builder.buildAsyncConsumerClient();
    open.push(consumer::close);
    return consumer;
  }

  Received receive(
      EventHubConsumerAsyncClient client,
      String partition,
      EventPosition position,
      ReceiveOptions options) {
    var received = new Received();
    Disposable subscription =
        client
            .receiveFromPartition(partition, position, options)
            .doFinally(_ -> received.ended.set(true))
            .subscribe(received.events::add, received.error::set);
    open.push(subscription::dispose);
    return received;
  }

  Received receive(String connectionString, String partition, EventPosition position) {
    return receive(consumer(connectionString), partition, position, new ReceiveOptions());
  }

  static EventData event(String body) {
    return new EventData(body);
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      open.pop().run();
    }
  }
}
