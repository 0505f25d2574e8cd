package dev.tunnelwatch.benchmarks.processes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reading topics as others would: committed records from the beginning, in no group. */
public final class Reading {
  public static final String COMMITTED = "read_committed";

  private static final Duration POLL = Duration.ofMillis(100);

  private Reading() {}

  public static KafkaConsumer<byte[], byte[]> committed(String servers, String... topics) {
    return of(servers, COMMITTED, List.of(topics));
  }

  private static KafkaConsumer<byte[], byte[]> of(
      String servers, String isolation, List<String> topics) {
    var settings =
        Map.<String, Object>of(
            "bootstrap.servers",
            servers,
            "isolation.level",
            isolation,
            "enable.auto.commit",
            false,
            "metadata.max.age.ms",
            5_000,
            "client.id",
            "proof-reader");
    var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    var partitions =
        topics.stream()
            .flatMap(topic -> consumer.partitionsFor(topic).stream())
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return consumer;
  }

  /** All there is at this moment. */
  public static void all(
      KafkaConsumer<byte[], byte[]> consumer, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
    var ends = new HashMap<>(consumer.endOffsets(consumer.assignment()));
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      consumer.poll(POLL).forEach(taker);
    }
  }

  public static List<ConsumerRecord<byte[], byte[]>> all(
      String servers, String isolation, String topic) {
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer = of(servers, isolation, List.of(topic))) {
      all(consumer, found::add);
    }
    return found;
  }
}
