package dev.tunnelwatch.timeline;

import dev.tunnelwatch.model.Breakdown;
import dev.tunnelwatch.model.Following;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.OperatorJson;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads incidents and what people said of them, from the beginning, into the board. It joins no
 * group and commits nothing: the board lives in memory, so each start reads all of it again. When
 * that fails it begins anew, for ever, whichever exception it was: the process has other roles, and
 * an alert waits for none of this. An error (memory that is gone) ends its thread, and the role
 * says so.
 */
final class IncidentFeed implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(IncidentFeed.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  private final Supplier<Consumer<byte[], byte[]>> consumers;
  private final Topics topics;
  private final IncidentBoard board;
  private final Counter read;
  private final Counter unreadable;
  private final Following following = new Following(System::nanoTime);
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final Thread thread;
  private final Breakdown breakdown = new Breakdown();

  IncidentFeed(TimelineConfig config, IncidentBoard board, MeterRegistry metrics) {
    this(() -> newConsumer(config.kafka()), config.topics(), board, metrics);
  }

  IncidentFeed(
      Supplier<Consumer<byte[], byte[]>> consumers,
      Topics topics,
      IncidentBoard board,
      MeterRegistry metrics) {
    this.consumers = consumers;
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
    return running.get() && thread.isAlive();
  }

  /** Why the board may lack what is on now; empty while it does not. */
  Optional<String> problem() {
    return following.problem();
  }

  private static Consumer<byte[], byte[]> newConsumer(Map<String, Object> kafka) {
    var settings = new HashMap<>(kafka);
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private void run() {
    try {
      while (running.get()) {
        follow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.set(false);
    }
  }

  /** Reads until asked to stop or until it fails. */
  private void follow() throws InterruptedException {
    following.begin();
    try (var consumer = consumers.get()) {
      var partitions = partitions(consumer);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (running.get()) {
        consumer.poll(POLL).forEach(this::take);
        following.looked(ReceivedBytes.of(consumer));
        if (ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue())) {
          caughtUp();
          ends = Map.of();
        }
      }
    } catch (InterruptException e) {
      throw new InterruptedException("while reading incidents");
    } catch (RuntimeException e) {
      failed(e);
      Thread.sleep(PAUSE);
    }
  }

  private void caughtUp() {
    following.caughtUp();
    breakdown
        .over(System.nanoTime())
        .ifPresent(_ -> LOG.info("the timeline reads incidents again"));
  }

  /** Said once for each kind, for the role is not ready meanwhile. */
  private void failed(RuntimeException e) {
    if (breakdown.isNews(e, System.nanoTime())) {
      LOG.error("the timeline cannot read incidents; it begins anew until it can", e);
    }
  }

  private List<TopicPartition> partitions(Consumer<?, ?> consumer) {
    return Stream.of(topics.incidents(), topics.operator())
        .flatMap(topic -> partitions(consumer, topic))
        .toList();
  }

  private static Stream<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
    var known = consumer.partitionsFor(topic);
    if (known == null || known.isEmpty()) {
      throw new UnknownTopicOrPartitionException(topic);
    }
    return known.stream().map(info -> new TopicPartition(info.topic(), info.partition()));
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
    } catch (RuntimeException | StackOverflowError e) { // a boundary, or it stays the last one read
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
    running.set(false);
    try {
      if (!thread.join(Duration.ofSeconds(2))) {
        thread.interrupt();
        boolean _ = thread.join(Duration.ofSeconds(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
