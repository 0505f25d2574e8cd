package dev.tunnelwatch.timeline;

import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.MalformedJsonException;
import dev.tunnelwatch.records.OperatorJson;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads incidents and what people said of them, from the beginning, into the board. It joins no
 * group and commits nothing: the board lives in memory, so each start reads all of it again.
 */
final class IncidentFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IncidentFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final Topics topics;
  private final IncidentBoard board;
  private final Counter read;
  private final Counter unreadable;
  private final AtomicBoolean alive = new AtomicBoolean(true);
  private final Thread thread;

  IncidentFeed(TimelineConfig config, IncidentBoard board, MeterRegistry metrics) {
    this(newConsumer(config.kafka()), config.topics(), board, metrics);
  }

  IncidentFeed(
      Consumer<byte[], byte[]> consumer,
      Topics topics,
      IncidentBoard board,
      MeterRegistry metrics) {
    this.consumer = consumer;
    this.topics = topics;
    this.board = board;
    this.read =
        Counter.builder("tunnelwatch.timeline.revisions")
            .description("Incident revisions taken into the timeline")
            .register(metrics);
    this.unreadable =
        Counter.builder("tunnelwatch.timeline.unreadable")
            .description("Values that are no incident, or no word of a person")
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
    return Stream.of(topics.incidents(), topics.operator())
        .flatMap(topic -> consumer.partitionsFor(topic).stream())
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return; // a tombstone of compaction: what was read stays until it is evicted
    }
    if (record.headers().lastHeader(Headers.CANARY) != null) {
      return; // no incident
    }
    try {
      if (record.topic().equals(topics.operator())) {
        board.put(OperatorJson.read(record.value()));
      } else {
        board.put(IncidentJson.read(new String(record.value(), StandardCharsets.UTF_8)));
        read.increment();
      }
    } catch (MalformedJsonException e) {
      unreadable.increment();
      LOG.atWarn()
          .addKeyValue("topic", record.topic())
          .addKeyValue("partition", record.partition())
          .addKeyValue("offset", record.offset())
          .log("a value cannot be read");
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
