package dev.tunnelwatch.app.endtoend;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.records.CoverageJson;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.streams.Correlator;
import dev.tunnelwatch.streams.CorrelatorConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Correlation with a real broker: it stops soon, and no state on its disk makes it lie. */
class CorrelatorLifeTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Topics TOPICS = Topics.DEFAULT;

  @TempDir Path directory;

  private final Instant now = Instant.now();
  private EmbeddedKafka broker;
  private Map<String, Object> kafka;
  private Path state;

  @BeforeEach
  void start() {
    state = directory.resolve("streams");
    broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
    kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
    TopicSetup.ensure(kafka, TopicPlan.all(TOPICS));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void itStopsWithinFiveSecondsAndStateThatIsOlderOrGarbageIsRebuilt() throws Exception {
    var first = run();
    connected(7_200);
    disconnected(3_600);
    awaitIncidents("1 open");
    stop(first);
    copy(state, directory.resolve("older"));

    var second = run();
    connected(3_000);
    awaitIncidents("1 open, 2 closed");
    stop(second);

    delete(state);
    copy(directory.resolve("older"), state);
    var third = run();
    disconnected(1_800);
    awaitIncidents("1 open, 2 closed, 1 open");
    stop(third);

    assertThat(spoil(state)).as("files spoiled").isPositive();
    var fourth = run();
    connected(1_200);
    awaitIncidents("1 open, 2 closed, 1 open, 2 closed");
    stop(fourth);
  }

  private Correlator run() {
    var config =
        new CorrelatorConfig(kafka, TOPICS, Pseudonyms.redacted(), state, "process-0", 2, 0);
    var correlator = Correlator.start(config, InstantSource.system(), new SimpleMeterRegistry());
    Await.until("it to run", LIMIT, () -> correlator.state() == Correlator.State.RUNNING);
    return correlator;
  }

  private static void stop(Correlator correlator) {
    long began = System.nanoTime();
    correlator.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(GRACE);
  }

  private void connected(int secondsAgo) {
    var at = now.minusSeconds(secondsAgo);
    send(at, Logs.connected(at));
  }

  private void disconnected(int secondsAgo) {
    var at = now.minusSeconds(secondsAgo);
    send(at, Logs.disconnected(at));
  }

  /** As ingest writes it, which has read everything there is. */
  private void send(Instant at, String text) {
    var enqueuedAt = at.plusSeconds(30).toString().getBytes(StandardCharsets.UTF_8);
    var record =
        new ProducerRecord<>(TOPICS.records(), Logs.GATEWAY, text.getBytes(StandardCharsets.UTF_8));
    record.headers().add(Headers.ENQUEUED_AT, enqueuedAt);
    var source = SourceId.parse("hub/0");
    var coverage = new SourceCoverage(source, now.plusSeconds(86_400), 1, now, List.of());
    try (var producer =
        new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
      var _ = producer.send(record);
      var _ =
          producer.send(
              new ProducerRecord<>(
                  TOPICS.sources(), source.toString(), CoverageJson.write(coverage)));
    }
  }

  private void awaitIncidents(String revisions) {
    Await.value("revisions to be " + revisions, LIMIT, this::revisions, revisions::equals);
  }

  private String revisions() {
    return TopicContent.of(kafka, TOPICS.incidents()).stream()
        .map(each -> IncidentJson.read(new String(each.value(), StandardCharsets.UTF_8)))
        .map(each -> each.revision() + " " + each.state().name().toLowerCase(Locale.ROOT))
        .collect(joining(", "));
  }

  /** Everything that RocksDB and Kafka Streams wrote, as a disk may leave it. */
  private static int spoil(Path state) throws IOException {
    int spoiled = 0;
    try (var files = Files.walk(state)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().toLowerCase(Locale.ROOT).contains("lock")) {
          Files.writeString(file, "\u0000garbage\n".repeat(20));
          spoiled++;
        }
      }
    }
    return spoiled;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static void delete(Path state) throws IOException {
    try (var files = Files.walk(state)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
