package dev.tunnelwatch.alerts;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The end that a topic had at one moment, and whether a consumer has come that far. */
final class TopicTail {

  private final Consumer<?, ?> consumer;
  private final Map<TopicPartition, Long> ends;

  private TopicTail(Consumer<?, ?> consumer, List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.ends = Map.copyOf(consumer.endOffsets(partitions));
  }

  /** Assigns all partitions of these topics to the consumer, from their beginning. */
  static TopicTail assigned(Consumer<?, ?> consumer, String... topics) {
    var partitions = Stream.of(topics).flatMap(topic -> partitions(consumer, topic)).toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return new TopicTail(consumer, partitions);
  }

  /** A topic without any is one that is not known yet, and nothing of it would ever be read. */
  private static Stream<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
    var known = consumer.partitionsFor(topic);
    if (known == null || known.isEmpty()) {
      throw new UnknownTopicOrPartitionException(topic);
    }
    return known.stream().map(info -> new TopicPartition(info.topic(), info.partition()));
  }

  /** Notes the end of partitions the consumer already has. */
  static TopicTail of(Consumer<?, ?> consumer, List<TopicPartition> partitions) {
    return new TopicTail(consumer, partitions);
  }

  /** Of the consumer, as {@link ReceivedBytes} has it. */
  double received() {
    return ReceivedBytes.of(consumer);
  }

  boolean reached() {
    return ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue());
  }
}
