package dev.tunnelwatch.alerts;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** The end that a topic had at one moment, and whether a consumer has come that far. */
final class TopicTail {

  private final Consumer<?, ?> consumer;
  private final Map<TopicPartition, Long> ends;

  /** Assigns all partitions of the topic to the consumer, from their beginning. */
  TopicTail(Consumer<?, ?> consumer, String topic) {
    this(consumer, assignAll(consumer, topic));
  }

  /** Notes the end of partitions the consumer already has. */
  TopicTail(Consumer<?, ?> consumer, List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.ends = Map.copyOf(consumer.endOffsets(partitions));
  }

  private static List<TopicPartition> assignAll(Consumer<?, ?> consumer, String topic) {
    var partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return partitions;
  }

  boolean reached() {
    return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }
}
