package dev.tunnelwatch.streams;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/**
 * Asks the stream thread's own consumer, as Kafka Streams itself does to decide whether to wait for
 * a partition (KIP-695). A consumer belongs to one thread; so does the answer: only the thread that
 * runs the asking task is served.
 */
final class ConsumerBacklog extends DefaultKafkaClientSupplier implements Backlog {

  private static final String SUFFIX = "-consumer";

  /** By the name of the thread that uses it, from which Kafka Streams makes the client id. */
  private final Map<String, Consumer<byte[], byte[]>> consumers = new ConcurrentHashMap<>();

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    var consumer = super.getConsumer(config);
    var client = String.valueOf(config.get(ConsumerConfig.CLIENT_ID_CONFIG));
    if (client.endsWith(SUFFIX)) {
      consumers.put(client.substring(0, client.length() - SUFFIX.length()), consumer);
    }
    return consumer;
  }

  @Override
  public OptionalLong of(String topic, int partition) {
    var consumer = consumers.get(Thread.currentThread().getName());
    return consumer == null
        ? OptionalLong.empty()
        : consumer.currentLag(new TopicPartition(topic, partition));
  }
}
