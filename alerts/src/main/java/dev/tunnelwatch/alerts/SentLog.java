package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.records.MalformedJsonException;
import dev.tunnelwatch.records.SentAlertJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The memory of what was sent, in Kafka: read at a takeover, written at each acknowledgement. */
final class SentLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SentLog.class);

  private final Map<String, Object> kafka;
  private final String topic;
  private final Producer<byte[], byte[]> producer;

  SentLog(Map<String, Object> kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
    var settings = new HashMap<>(kafka);
    settings.put("enable.idempotence", "true");
    settings.put("acks", "all");
    this.producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Reads the topic to its present end. */
  void readAll(Consumer<SentAlert> each) {
    var settings = new HashMap<>(kafka);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var tail = TopicTail.assigned(consumer, topic);
      while (!tail.reached()) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> read(record, each));
      }
    }
  }

  private static void read(ConsumerRecord<byte[], byte[]> record, Consumer<SentAlert> each) {
    if (record.value() == null) {
      return;
    }
    try {
      each.accept(SentAlertJson.read(record.value()));
    } catch (MalformedJsonException e) {
      LOG.atError()
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("what was sent before cannot be read: it may be sent again");
    }
  }

  void write(SentAlert sent) {
    var key = sent.labels().pageKey().getBytes(StandardCharsets.UTF_8);
    var _ =
        producer.send(
            new ProducerRecord<>(topic, key, SentAlertJson.write(sent)),
            (_, failure) -> {
              if (failure != null) {
                LOG.atError()
                    .addKeyValue("pageKey", sent.labels().pageKey())
                    .log("an acknowledgement was not kept: it may be sent again", failure);
              }
            });
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
