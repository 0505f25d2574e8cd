package dev.tunnelwatch.app.operator;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the incident topic says of one incident. */
final class Published {

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int ANSWER_MILLIS = 10_000;

  /** So many polls without a record mean that Kafka gives nothing more. */
  private static final int IDLE_POLLS = 50;

  private Published() {}

  /**
   * Its newest revision.
   *
   * @throws IOException when Kafka does not tell; the message says why
   */
  static Optional<Incident> newest(Map<String, Object> kafka, String topic, String id)
      throws IOException {
    var settings = new HashMap<>(kafka);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("allow.auto.create.topics", "false");
    settings.put("default.api.timeout.ms", ANSWER_MILLIS);
    settings.put("request.timeout.ms", ANSWER_MILLIS / 2);
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return newest(consumer, topic, id);
    } catch (TimeoutException e) {
      throw new IOException(
          "Kafka at %s did not answer in time".formatted(kafka.get("bootstrap.servers")), e);
    } catch (KafkaException e) {
      throw new IOException("Kafka refused: " + e.getMessage(), e);
    }
  }

  private static Optional<Incident> newest(
      KafkaConsumer<byte[], byte[]> consumer, String topic, String id) throws IOException {
    var partitions = partitions(consumer, topic);
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    var ends = consumer.endOffsets(partitions);
    var key = id.getBytes(StandardCharsets.UTF_8);
    var found = Optional.<Incident>empty();
    for (int idle = 0; !isRead(consumer, ends); ) {
      var records = consumer.poll(POLL);
      idle = records.isEmpty() ? idle + 1 : 0;
      if (idle > IDLE_POLLS) {
        throw new IOException("Kafka gives nothing more of " + topic);
      }
      for (var record : records) {
        if (Arrays.equals(key, record.key())) {
          found = newer(found, record);
        }
      }
    }
    return found;
  }

  private static List<TopicPartition> partitions(
      KafkaConsumer<byte[], byte[]> consumer, String topic) throws IOException {
    var infos = consumer.partitionsFor(topic);
    if (infos == null || infos.isEmpty()) {
      throw new IOException(
          "there is no topic " + topic + ": is kafka.topic-prefix that of the running pipeline?");
    }
    return infos.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  private static boolean isRead(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private static Optional<Incident> newer(
      Optional<Incident> found, ConsumerRecord<byte[], byte[]> record) throws IOException {
    if (record.value() == null) {
      return found;
    }
    try {
      var incident = IncidentJson.read(new String(record.value(), StandardCharsets.UTF_8));
      return found.filter(known -> known.revision() > incident.revision()).isPresent()
          ? found
          : Optional.of(incident);
    } catch (MalformedJsonException e) {
      throw new IOException("a revision of it cannot be read: " + e.getMessage(), e);
    }
  }
}
