package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Breakdown;
import dev.tunnelwatch.model.SentAlert;
import dev.tunnelwatch.records.SentAlertJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
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
  private final Supplier<Producer<byte[], byte[]>> producers;
  private final Breakdown breakdown = new Breakdown();
  private Producer<byte[], byte[]> producer;
  private boolean closed;

  SentLog(Map<String, Object> kafka, String topic) {
    this(kafka, topic, () -> producer(kafka));
  }

  /**
   * With producers of its own.
   *
   * @param producers asked for another one where one is dead
   */
  SentLog(Map<String, Object> kafka, String topic, Supplier<Producer<byte[], byte[]>> producers) {
    this.kafka = kafka;
    this.topic = topic;
    this.producers = producers;
    this.producer = producers.get();
  }

  private static Producer<byte[], byte[]> producer(Map<String, Object> kafka) {
    var settings = new HashMap<>(kafka);
    settings.put("enable.idempotence", "true");
    settings.put("acks", "all");
    settings.put("max.block.ms", Math.toIntExact(PATIENCE.toMillis()));
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Reads the topic to its present end: what was said last under each key that is not forgotten.
   */
  void readAll(Consumer<SentAlert> each) {
    var settings = new HashMap<>(kafka);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      var last = new LinkedHashMap<String, SentAlert>();
      var tail = TopicTail.assigned(consumer, topic);
      while (!tail.reached()) {
        consumer.poll(Duration.ofMillis(100)).forEach(record -> read(record, last));
      }
      last.values().forEach(each);
    }
  }

  private static void read(ConsumerRecord<byte[], byte[]> record, Map<String, SentAlert> last) {
    Boundary.around( // or nobody would ever send
        () -> take(record, last),
        _ ->
            LOG.atError()
                .addKeyValue("partition", record.partition())
                .addKeyValue("offset", record.offset())
                .log("what was sent before cannot be read: it may be sent again"));
  }

  private static void take(ConsumerRecord<byte[], byte[]> record, Map<String, SentAlert> last) {
    if (record.value() == null) {
      last.remove(new String(record.key(), StandardCharsets.UTF_8));
      return;
    }
    var sent = SentAlertJson.read(record.value());
    last.put(sent.labels().pageKey(), sent);
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

  /** Nobody waits for it: what is not forgotten now is so after the next takeover. */
  void forget(List<String> pageKeys) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (var each : pageKeys) {
      if (System.nanoTime() > deadline) {
        return; // Kafka takes nothing, and pages are to be told
      }
      var _ = write(each, null);
    }
  }

  private Future<RecordMetadata> write(SentAlert sent) {
    return write(sent.labels().pageKey(), SentAlertJson.write(sent));
  }

  private synchronized Future<RecordMetadata> write(String pageKey, byte @Nullable [] value) {
    var record = new ProducerRecord<>(topic, pageKey.getBytes(StandardCharsets.UTF_8), value);
    try {
      var written =
          producer.send(
              record,
              (_, failure) -> {
                if (failure != null && value != null) {
                  LOG.atError()
                      .addKeyValue("pageKey", pageKey)
                      .log("what was sent was not kept: it may be sent again", failure);
                }
              });
      breakdown
          .over(System.nanoTime())
          .ifPresent(_ -> LOG.info("what is sent is taken by Kafka again"));
      return written;
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException | IllegalStateException e) {
      // It takes nothing any more, and pages do not wait for that.
      if (!closed) { // or nobody would ever close the next one
        replace(e);
      }
      return CompletableFuture.failedFuture(e);
    }
  }

  private void replace(RuntimeException why) {
    if (breakdown.isNews(why, System.nanoTime())) {
      LOG.error("what is sent is not kept, so that it may be told twice; trying anew", why);
    }
    producer.close(Duration.ZERO);
    try {
      producer = producers.get();
    } catch (KafkaException e) { // as where no name is known of its servers for a while
      if (breakdown.isNews(e, System.nanoTime())) {
        LOG.error("there is no way to keep what is sent; trying anew", e);
      }
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    producer.close(Duration.ofSeconds(2));
  }
}
