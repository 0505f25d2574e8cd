package dev.tunnelwatch.benchmarks.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.inventory.InventoryDirectory;
import dev.tunnelwatch.app.inventory.InventoryPublisher;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Jvm;
import dev.tunnelwatch.benchmarks.processes.Reading;
import dev.tunnelwatch.benchmarks.processes.RunProcess;
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
import dev.tunnelwatch.simulator.fleet.Fleet;
import dev.tunnelwatch.simulator.fleet.FleetFiles;
import dev.tunnelwatch.simulator.fleet.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rule 2, replay: what {@code run} tells of records, and what {@code replay} tells of the same as
 * files, is the same, though {@code run} is killed over them and loses its state.
 */
final class LiveEqualsReplayTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final long SEED = 5;
  private static final int GATEWAYS = 12;
  private static final int HOURS = 2;

  /** Long enough for all to have settled by now. */
  private static final Duration AGO = Duration.ofHours(6);

  private static final Pattern LINE =
      Pattern.compile("\\{\"source\":\"[^\"]*\",\"enqueuedAt\":\"([^\"]*)\",\"record\":(.*)\\}");
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{16})\"");
  private static final Pattern GATEWAY = Pattern.compile("(?i)\"resourceId\"\\s*:\\s*\"([^\"]*)\"");

  private final Instant now = Instant.now();

  @TempDir Path directory;
  private Path inventory;
  private Path exported;
  private List<Matcher> lines;

  @BeforeEach
  void simulate() throws IOException {
    var start = now.minus(AGO).truncatedTo(ChronoUnit.HOURS);
    var scenario = Scenario.named("compound", SEED, start, GATEWAYS, HOURS).orElseThrow();
    var simulated = directory.resolve("sim");
    FleetFiles.write(simulated, Fleet.of(scenario), (_, _) -> {});
    inventory = simulated.resolve("inventory");
    exported = simulated.resolve("arrival/lognormal.jsonl");
    lines = Files.readAllLines(exported).stream().map(LINE::matcher).toList();
    assertThat(lines).allMatch(Matcher::matches);
  }

  @Test
  void faultsThatOverlapEndTheSameThoughRunIsKilledTwiceAndLosesItsState() throws Exception {
    var replayed = replayed();
    try (var broker = Broker.start(directory.resolve("kafka"))) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(TOPICS));
      InventoryPublisher.publish(broker.kafka(), TOPICS, InventoryDirectory.read(inventory));
      var where = new RunProcess.Where(directory.resolve("run"), "streams", broker.servers(), "");
      int quarter = lines.size() / 4;

      try (var first = RunProcess.start(where)) {
        send(broker, lines.subList(0, quarter));
        Await.until("something to be told", LIMIT, () -> !told(broker).isEmpty());
        send(broker, lines.subList(quarter, 2 * quarter));
        first.kill(); // over what was just sent
      }
      int before = revisions(broker);
      try (var second = RunProcess.start(where)) {
        Await.until("it to go on", LIMIT, () -> revisions(broker) > before);
        send(broker, lines.subList(2 * quarter, 3 * quarter));
        second.kill();
      }
      Written.delete(where.directory().resolve("streams"), true);
      try (var _ = RunProcess.start(where)) {
        send(broker, lines.subList(3 * quarter, lines.size()));
        tellThatAllIsRead(broker);
        Await.value(
            "the same to be told",
            LIMIT,
            () -> canonical(told(broker), replayed),
            replayed::equals);
      }

      assertThat(replayed).hasSizeGreaterThan(5);
      assertThat(told(broker).values())
          .filteredOn(incident -> !replayed.containsKey(incident.id()))
          .as("what later lines disproved")
          .allMatch(incident -> incident.state() == IncidentState.CLOSED);
    }
  }

  /** Canonical incidents by id, as the command writes them. */
  private Map<String, String> replayed() throws Exception {
    var out = directory.resolve("replayed.jsonl");
    var command =
        Jvm.small(
            "dev.tunnelwatch.app.Main",
            "replay",
            "--canonical",
            "--out",
            out.toString(),
            "--until",
            now.toString(),
            "--inventory",
            inventory.toString(),
            exported.toString());
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    var replayed = new TreeMap<String, String>();
    for (var line : Files.readAllLines(out)) {
      var id = ID.matcher(line);
      assertThat(id.find()).isTrue();
      replayed.put(id.group(1), line);
    }
    return replayed;
  }

  private static Map<String, String> canonical(
      Map<String, Incident> told, Map<String, String> replayed) {
    var canonical = new TreeMap<String, String>();
    told.forEach((id, incident) -> canonical.put(id, IncidentJson.canonical(incident)));
    canonical.keySet().retainAll(replayed.keySet());
    return canonical;
  }

  /** By id, the last revision. */
  private static Map<String, Incident> told(Broker broker) {
    var found = new Found();
    try (var consumer = Reading.committed(broker.servers(), TOPICS.incidents())) {
      Reading.all(consumer, found::met);
    }
    assertThat(found.disordered()).isEmpty();
    return found.incidents();
  }

  private static int revisions(Broker broker) {
    return told(broker).values().stream().mapToInt(Incident::revision).sum();
  }

  /** As ingest writes it. */
  private static void send(Broker broker, List<Matcher> lines) {
    try (var producer = producer(broker)) {
      for (var line : lines) {
        var gateway = GATEWAY.matcher(line.group(2));
        assertThat(gateway.find()).isTrue();
        var record =
            new ProducerRecord<>(
                TOPICS.records(),
                gateway.group(1).toLowerCase(Locale.ROOT),
                line.group(2).getBytes(UTF_8));
        record.headers().add(Headers.ENQUEUED_AT, line.group(1).getBytes(UTF_8));
        var _ = producer.send(record);
      }
      cover(producer, Instant.parse(lines.getLast().group(1)));
    }
  }

  private void tellThatAllIsRead(Broker broker) {
    try (var producer = producer(broker)) {
      cover(producer, now.plus(Duration.ofDays(1)));
    }
  }

  private static void cover(KafkaProducer<String, byte[]> producer, Instant readUpTo) {
    var canary = new BodySplitter().split(CanaryJson.body(readUpTo)).getFirst().bytes();
    var _ =
        producer.send(new ProducerRecord<>(TOPICS.records(), Canary.GATEWAY.resourceId(), canary));
    producer.flush();
    var source = SourceId.parse("hub/0");
    var coverage = new SourceCoverage(source, readUpTo, 1, Instant.EPOCH, List.of());
    var _ =
        producer.send(
            new ProducerRecord<>(TOPICS.sources(), "hub/0", CoverageJson.write(coverage)));
  }

  private static KafkaProducer<String, byte[]> producer(Broker broker) {
    return new KafkaProducer<>(broker.kafka(), new StringSerializer(), new ByteArraySerializer());
  }
}
