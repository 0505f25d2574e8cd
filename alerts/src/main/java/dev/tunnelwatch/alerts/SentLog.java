package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.records.MalformedJsonException;
import dev.tunnelwatch.records.SentAlertJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of what was sent, in Kafka: read at a takeover, written before an alert begins or ends
 * and at each acknowledgement.
 */
final class SentLog implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SentLog.class);

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Map<String, Object> kafka;
  private final String topic;
  private final Producer<byte[], byte[]> producer;

  SentLog(Map<String, Object> kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
    var settings = new HashMap<>(kafka);
    settings.put("enable.idempotence", "true");
    settings.put("acks", "all");
    settings.put("max.block.ms", Math.toIntExact(PATIENCE.toMillis()));
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

  /** Something that is being written. */
  record Writing(List<Future<RecordMetadata>> written, long deadline) {

    /** Until all of it is kept, though not for long: a page goes first. */
    void await() {
      try {
        for (var each : written) {
          each.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
      } catch (ExecutionException | TimeoutException e) { // a boundary: it is told all the same
        LOG.atWarn().addKeyValue("why", e).log("not kept yet, so that it may be told twice");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Begins to write, in this order; where Kafka takes nothing, not all of it. */
  Writing write(List<SentAlert> all) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var written = new ArrayList<Future<RecordMetadata>>();
    for (var each : all) {
      if (System.nanoTime() > deadline) {
        LOG.atWarn().log("Kafka takes nothing: what is told may be told twice");
        break;
      }
      written.add(write(each));
    }
    return new Writing(List.copyOf(written), deadline);
  }

  private Future<RecordMetadata> write(SentAlert sent) {
    var key = sent.labels().pageKey().getBytes(StandardCharsets.UTF_8);
    return producer.send(
        new ProducerRecord<>(topic, key, SentAlertJson.write(sent)),
        (_, failure) -> {
          if (failure != null) {
            LOG.atError()
                .addKeyValue("pageKey", sent.labels().pageKey())
                .log("what was sent was not kept: it may be sent again", failure);
          }
        });
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(2));
  }
}
