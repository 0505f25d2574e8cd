package dev.tunnelwatch.timeline;

import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.MalformedJsonException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the incident topic from its beginning into the board. It joins no group and commits
 * nothing: the board lives in memory, so each start reads all of it again.
 */
final class IncidentFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IncidentFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final IncidentBoard board;
  private final Counter read;
  private final Counter unreadable;
  private final AtomicBoolean alive = new AtomicBoolean(true);
  private final Thread thread;

  IncidentFeed(TimelineConfig config, IncidentBoard board, MeterRegistry metrics) {
    this(newConsumer(config.kafka()), config.topics().incidents(), board, metrics);
  }

  IncidentFeed(
      Consumer<byte[], byte[]> consumer, String topic, IncidentBoard board, MeterRegistry metrics) {
    this.consumer = consumer;
    this.topic = topic;
    this.board = board;
    this.read =
        Counter.builder("tunnelwatch.timeline.revisions")
            .description("Incident revisions taken into the timeline")
            .register(metrics);
    this.unreadable =
        Counter.builder("tunnelwatch.timeline.unreadable")
            .description("Values of the incident topic that are no incident")
            .register(metrics);
    this.thread = Thread.ofPlatform().name("timeline-feed").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** False once the reading thread has ended, for whatever reason. */
  boolean healthy() {
    return alive.get();
  }

  private static Consumer<byte[], byte[]> newConsumer(Map<String, Object> kafka) {
    var settings = new HashMap<>(kafka);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void run() {
    try (consumer) {
      consumer.assign(partitions());
      consumer.seekToBeginning(consumer.assignment());
      while (alive.get()) {
        consumer.poll(POLL).forEach(this::take);
      }
    } catch (WakeupException e) {
      LOG.debug("the timeline's reader was asked to stop");
    } finally {
      alive.set(false);
    }
  }

  private List<TopicPartition> partitions() {
    var partitions = new ArrayList<TopicPartition>();
    consumer
        .partitionsFor(topic)
        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    return partitions;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return; // a tombstone of compaction: what was read stays until it is evicted
    }
    if (record.headers().lastHeader(Headers.CANARY) != null) {
      return; // no incident
    }
    try {
      board.put(IncidentJson.read(new String(record.value(), StandardCharsets.UTF_8)));
      read.increment();
    } catch (MalformedJsonException e) {
      unreadable.increment();
      LOG.atWarn()
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("a value of the incident topic cannot be read");
    }
  }

  @Override
  public void close() {
    alive.set(false);
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
