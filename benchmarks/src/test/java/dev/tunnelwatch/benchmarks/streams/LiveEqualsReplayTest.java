package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.Run;
import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.inventory.InventoryDirectory;
import dev.tunnelwatch.app.inventory.InventoryPublisher;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.records.BodySplitter;
import dev.tunnelwatch.records.CanaryJson;
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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule 2, replay: what is told live and what a replay of the same records tells is the same. */
class LiveEqualsReplayTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final int SEED = 5;
  private static final Pattern LINE =
      Pattern.compile("\\{\"source\":\"[^\"]*\",\"enqueuedAt\":\"([^\"]*)\",\"record\":(.*)\\}");
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{16})\"");
  private static final Pattern GATEWAY = Pattern.compile("(?i)\"resourceId\"\\s*:\\s*\"([^\"]*)\"");

  @TempDir Path directory;

  private final Instant began = Instant.now();

  @Test
  void aFleetWithAllKindsOfFaultsEndsTheSameThoughItsStateIsLostInTheMiddle() throws IOException {
    run("simulate", "--out", at("sim"), "--seed", "" + SEED, "--scenario", "demo", "--hours", "1");
    var lines =
        Files.readAllLines(Path.of(at("sim/arrival/lognormal.jsonl"))).stream()
            .map(LINE::matcher)
            .peek(line -> assertThat(line.matches()).isTrue())
            .toList();
    var until = enqueuedAt(lines.getLast()).plus(Duration.ofHours(2));
    var inventory = at("sim/inventory");
    run(
        "replay",
        "--canonical",
        "--out",
        at("replayed"),
        "--until",
        until.toString(),
        "--inventory",
        inventory,
        at("sim/arrival/lognormal.jsonl"));
    var replayed = new TreeMap<String, String>();
    for (var line : Files.readAllLines(Path.of(at("replayed")))) {
      replayed.put(id(line), line);
    }

    try (var broker = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0))) {
      Map<String, Object> kafka = Map.of("bootstrap.servers", broker.bootstrapServers());
      TopicSetup.ensure(kafka, TopicPlan.all(TOPICS));
      InventoryPublisher.publish(kafka, TOPICS, InventoryDirectory.read(Path.of(inventory)));
      int half = lines.size() / 2;
      try (var _ = correlator(kafka, until)) {
        send(kafka, lines.subList(0, half), enqueuedAt(lines.get(half)));
        Await.until("something to be told", LIMIT, () -> !told(kafka).isEmpty());
      }
      delete(directory.resolve("streams"));
      try (var _ = correlator(kafka, until)) {
        send(kafka, lines.subList(half, lines.size()), until.plus(Duration.ofDays(1)));
        Await.value(
            "the same to be told", LIMIT, () -> canonical(told(kafka), replayed), replayed::equals);
      }

      assertThat(replayed).hasSizeGreaterThan(5);
      assertThat(told(kafka).values())
          .filteredOn(incident -> !replayed.containsKey(incident.id()))
          .as("what later lines disproved")
          .allMatch(incident -> incident.state() == IncidentState.CLOSED);
    }
  }

  private static String id(String canonical) {
    var id = ID.matcher(canonical);
    assertThat(id.find()).isTrue();
    return id.group(1);
  }

  private static Map<String, String> canonical(
      Map<String, Incident> told, Map<String, String> replayed) {
    var canonical = new TreeMap<String, String>();
    told.forEach((id, incident) -> canonical.put(id, IncidentJson.canonical(incident)));
    canonical.keySet().retainAll(replayed.keySet());
    return canonical;
  }

  /** By id, the last revision. */
  private static Map<String, Incident> told(Map<String, Object> kafka) {
    var last = new TreeMap<String, Incident>();
    for (var record : TopicContent.of(kafka, TOPICS.incidents())) {
      if (record.headers().lastHeader(Headers.CANARY) != null) {
        continue;
      }
      var incident = IncidentJson.read(new String(record.value(), StandardCharsets.UTF_8));
      last.put(incident.id(), incident);
    }
    return last;
  }

  private Correlator correlator(Map<String, Object> kafka, Instant now) {
    var state = directory.resolve("streams");
    var config =
        new CorrelatorConfig(kafka, TOPICS, Pseudonyms.redacted(), state, "process-0", 2, 0);
    // Two revisions are a second apart, so that the clock has to go on.
    return Correlator.start(
        config, () -> Instant.now().plus(Duration.between(began, now)), new SimpleMeterRegistry());
  }

  /** As ingest writes it. */
  private static void send(Map<String, Object> kafka, List<Matcher> lines, Instant readUpTo) {
    try (var producer =
        new KafkaProducer<>(kafka, new StringSerializer(), new ByteArraySerializer())) {
      for (var line : lines) {
        var gateway = GATEWAY.matcher(line.group(2));
        assertThat(gateway.find()).isTrue();
        var record =
            new ProducerRecord<>(
                TOPICS.records(),
                gateway.group(1).toLowerCase(Locale.ROOT),
                line.group(2).getBytes(StandardCharsets.UTF_8));
        record.headers().add(Headers.ENQUEUED_AT, line.group(1).getBytes(StandardCharsets.UTF_8));
        var _ = producer.send(record);
      }
      var canary = new BodySplitter().split(CanaryJson.body(readUpTo)).getFirst().bytes();
      var _ =
          producer.send(
              new ProducerRecord<>(TOPICS.records(), Canary.GATEWAY.resourceId(), canary));
      producer.flush();
      var source = SourceId.parse("hub/0");
      var coverage = new SourceCoverage(source, readUpTo, 1, Instant.EPOCH, List.of());
      var _ =
          producer.send(
              new ProducerRecord<>(TOPICS.sources(), "hub/0", CoverageJson.write(coverage)));
    }
  }

  private static Instant enqueuedAt(Matcher line) {
    return Instant.parse(line.group(1));
  }

  private static void run(String... arguments) {
    var run = Run.of(arguments);
    assertThat(run.code()).as(run.err()).isZero();
  }

  private String at(String name) {
    return directory.resolve(name).toString();
  }

  private static void delete(Path state) throws IOException {
    try (var files = Files.walk(state)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
