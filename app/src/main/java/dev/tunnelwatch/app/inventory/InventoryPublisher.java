package dev.tunnelwatch.app.inventory;

import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.TopologyJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Brings {@code tw.inventory} to what an inventory says, in one transaction. */
public final class InventoryPublisher {

  private static final Duration POLL = Duration.ofMillis(500);

  private InventoryPublisher() {}

  /**
   * Publishes what differs, gateways that are gone included; nothing of a damaged export where
   * another stands. Returns how many differed.
   */
  public static int publish(Map<String, Object> kafka, Topics topics, InventoryDirectory read) {
    var published = published(kafka, topics);
    if (!read.replaces(published.keySet())) {
      return 0;
    }
    var changes = changes(published, topics, read.inventory());
    if (!changes.isEmpty()) {
      send(kafka, topics, changes);
    }
    return changes.size();
  }

  private static List<ProducerRecord<String, byte[]>> changes(
      Map<String, ConsumerRecord<String, byte[]>> published, Topics topics, Inventory inventory) {
    var hash = inventory.hash().map(h -> h.getBytes(StandardCharsets.UTF_8));
    var changes = new ArrayList<ProducerRecord<String, byte[]>>();
    var gone = new HashSet<>(published.keySet());
    inventory
        .gateways()
        .forEach(
            (gateway, topology) -> {
              var key = gateway.resourceId();
              var value = TopologyJson.write(topology);
              gone.remove(key);
              if (!same(Optional.ofNullable(published.get(key)), value, hash)) {
                var change = new ProducerRecord<>(topics.inventory(), key, value);
                hash.ifPresent(h -> change.headers().add(Headers.INVENTORY_HASH, h));
                changes.add(change);
              }
            });
    for (var key : gone) {
      changes.add(tombstone(topics, key));
    }
    return changes;
  }

  /** Kafka deletes a key by a null value. */
  @SuppressWarnings("NullAway")
  private static ProducerRecord<String, byte[]> tombstone(Topics topics, String key) {
    return new ProducerRecord<>(topics.inventory(), key, null);
  }

  private static boolean same(
      Optional<ConsumerRecord<String, byte[]>> published, byte[] value, Optional<byte[]> hash) {
    return published
        .filter(record -> Arrays.equals(record.value(), value))
        .map(record -> Optional.ofNullable(record.headers().lastHeader(Headers.INVENTORY_HASH)))
        .filter(header -> Arrays.equals(header.map(h -> h.value()).orElse(null), hash.orElse(null)))
        .isPresent();
  }

  /** What stands in the topic now, by key. */
  private static Map<String, ConsumerRecord<String, byte[]>> published(
      Map<String, Object> kafka, Topics topics) {
    var settings = new HashMap<>(kafka);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    var found = new HashMap<String, ConsumerRecord<String, byte[]>>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      var partitions =
          consumer.partitionsFor(topics.inventory()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        for (var record : consumer.poll(POLL)) {
          if (record.value() == null) {
            found.remove(record.key());
          } else {
            found.put(record.key(), record);
          }
        }
      }
    }
    return found;
  }

  private static void send(
      Map<String, Object> kafka, Topics topics, List<ProducerRecord<String, byte[]>> changes) {
    var settings = new HashMap<>(kafka);
    settings.put(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.prefix().replace('.', '-') + "inventory");
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (var change : changes) {
        var _ = producer.send(change);
      }
      producer.commitTransaction();
    }
  }
}
