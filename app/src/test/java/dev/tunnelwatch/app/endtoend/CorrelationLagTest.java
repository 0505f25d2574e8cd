package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.streams.Correlator;
import dev.tunnelwatch.streams.CorrelatorConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The canary sees one task of 32: how far each of them is behind, a real broker tells. */
@Tag("proof")
class CorrelationLagTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final int ALL = Topics.GATEWAY_PARTITIONS;

  @TempDir Path directory;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final HoldingClock clock = new HoldingClock();
  private EmbeddedKafka broker;
  private Correlator correlator;

  @BeforeEach
  void start() {
    broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
    TopicSetup.ensure(kafka(), TopicPlan.all(TOPICS));
    correlator =
        Correlator.start(
            new CorrelatorConfig(
                kafka(),
                TOPICS,
                Pseudonyms.redacted(),
                directory.resolve("streams"),
                "process-0",
                2,
                0),
            clock,
            registry);
    awaitNobodyBehind();
  }

  @AfterEach
  void stop() {
    clock.release();
    correlator.close();
    broker.close();
  }

  @Test
  void taskThatHangsIsBehindAndGrowsOlderThoughOthersGetOn() {
    clock.holdOneThread();
    Await.until("a thread to hang", LIMIT, clock::holdsOne);
    try (var producer = producer(Map.of())) {
      IntStream.range(0, ALL).forEach(partition -> send(producer, partition));
    }

    Await.until(
        "what hangs to be behind and stalled for over 6 s, and nothing else",
        LIMIT,
        () ->
            count("lag.seconds", age -> age > 6) > 0
                && count("lag.events", waiting -> waiting == 0) > 0
                && count("lag.events", waiting -> waiting >= 1)
                    == count("lag.seconds", age -> age > 6)
                && count("stalled.seconds", age -> age > 6) == count("lag.seconds", age -> age > 6)
                && count("stalled.seconds", age -> age == 0)
                    == count("lag.events", waiting -> waiting == 0)
                && count("lag.events", Double::isNaN) == 0);

    clock.release();
    awaitNobodyBehind();
  }

  /** A consumer that reads what is committed takes the beginning of the transaction for the end. */
  @Test
  void whatTransactionThatNobodyEndsHoldsBackWaits() {
    try (var producer = producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "left-open"))) {
      producer.initTransactions();
      producer.beginTransaction();
      send(producer, 7);
      producer.flush();
      Await.until(
          "it to wait", LIMIT, () -> lag("lag.seconds", 7) > 6 && lag("stalled.seconds", 7) > 6);
      assertThat(count("lag.events", waiting -> waiting > 0)).isEqualTo(1);

      producer.abortTransaction();
    }
    awaitNobodyBehind();
  }

  @Test
  void whereNobodyWorksOrKafkaDoesNotAnswerThereIsNoNumber() {
    broker.close();
    Await.until("nothing to be known", LIMIT, () -> count("lag.events", Double::isNaN) == ALL);

    correlator.close();

    assertThat(count("lag.events", Double::isNaN)).isEqualTo(ALL);
    assertThat(count("lag.seconds", Double::isNaN)).isEqualTo(ALL);
    assertThat(count("stalled.seconds", Double::isNaN)).isEqualTo(ALL);
  }

  private void awaitNobodyBehind() {
    Await.until(
        "every task to have taken all",
        LIMIT,
        () ->
            count("lag.events", waiting -> waiting == 0) == ALL
                && count("lag.seconds", age -> age == 0) == ALL
                && count("stalled.seconds", age -> age == 0) == ALL);
  }

  private long count(String noun, DoublePredicate which) {
    return IntStream.range(0, ALL)
        .mapToDouble(partition -> lag(noun, partition))
        .filter(which)
        .count();
  }

  private double lag(String noun, int partition) {
    return registry
        .get("tunnelwatch.correlation." + noun)
        .tag("partition", Integer.toString(partition))
        .gauge()
        .value();
  }

  private static void send(KafkaProducer<String, byte[]> producer, int partition) {
    var line = Logs.connected(Instant.now()).getBytes(StandardCharsets.UTF_8);
    var _ = producer.send(new ProducerRecord<>(TOPICS.records(), partition, Logs.GATEWAY, line));
  }

  private KafkaProducer<String, byte[]> producer(Map<String, Object> more) {
    var settings = new HashMap<>(kafka());
    settings.putAll(more);
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }

  /** The time, which one thread of correlation that asks for it waits for in vain. */
  private static final class HoldingClock implements InstantSource {
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicReference<@Nullable Thread> held = new AtomicReference<>();
    private volatile boolean holding;

    void holdOneThread() {
      holding = true;
    }

    boolean holdsOne() {
      return held.get() != null;
    }

    void release() {
      released.countDown();
    }

    @Override
    public Instant instant() {
      var thread = Thread.currentThread();
      if (holding
          && thread.getName().contains("StreamThread")
          && (held.compareAndSet(null, thread) || thread.equals(held.get()))) {
        try {
          released.await();
        } catch (InterruptedException e) {
          thread.interrupt();
        }
      }
      return InstantSource.system().instant();
    }
  }
}
