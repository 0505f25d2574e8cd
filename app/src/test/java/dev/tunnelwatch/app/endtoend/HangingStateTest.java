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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that is killed while correlation commits may be back without the transaction's markers.
 * Here they are cut off its logs while it is dead.
 */
@Tag("proof")
class HangingStateTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final String INCIDENTS = TOPICS.incidents() + "-0";

  @TempDir Path directory;

  private final Instant now = Instant.now();
  private Optional<EmbeddedKafka> broker = Optional.empty();

  @BeforeEach
  void publishAnIncident() throws IOException {
    start();
    TopicSetup.ensure(kafka(), TopicPlan.all(TOPICS));
    try (var _ = running()) {
      send(now.minusSeconds(7_200), Logs.connected(now.minusSeconds(7_200)));
      send(now.minusSeconds(3_600), Logs.disconnected(now.minusSeconds(3_600)));
      awaitRevisions("1 open");
    }
  }

  @AfterEach
  void close() {
    broker.ifPresent(EmbeddedKafka::close);
  }

  /** The coordinator's log tells what was decided; state on disk is not ahead by it. */
  @Test
  void whatWasToBeCommittedIsCommittedWhereverItHangs() throws Exception {
    Files.createFile(witness());
    int cut = killAndCutMarkers(_ -> true);
    start();
    assertThat(cut).isGreaterThanOrEqualTo(3); // incidents, offsets, the fleet's state
    assertThat(revisions()).isEmpty();

    comesBackAndGoesOn();
    assertThat(witness()).as("of state that is the same").exists();
  }

  @Test
  void whatWasToBeCommittedIsCommittedWhereItsMarkerLacks() throws Exception {
    assertThat(killAndCutMarkers(INCIDENTS::equals)).isEqualTo(1);
    start();
    assertThat(revisions()).isEmpty();

    comesBackAndGoesOn();
  }

  /** Its state on disk is ahead by what is aborted, and would pass nothing on a second time. */
  @Test
  void whatNobodyKnowsOfIsAbortedWhereItIsWholeAndDoneAgainFromStateWithoutIt() throws Exception {
    Files.createFile(witness());
    killAndCutMarkers(_ -> true);
    forgetDecisions();
    start();

    comesBackAndGoesOn();
    assertThat(witness()).as("of state that was given up").doesNotExist();
  }

  @Test
  void whatNobodyKnowsOfAndIsInPartsIsToldUntilTheNextCommitThereEndsIt() throws Exception {
    killAndCutMarkers(INCIDENTS::equals);
    forgetDecisions();
    start();

    try (var correlator = running()) {
      assertThat(correlator.problem().orElse(""))
          .contains("it may have ended in [")
          .contains("abort --topic tw.incidents --partition 0 --start-offset ")
          .contains("empty state directories");
      assertThat(revisions()).isEmpty();

      send(now.minusSeconds(1_800), Logs.connected(now.minusSeconds(1_800)));
      awaitRevisions("1 open, 2 closed");
      Await.until("it to see that", LIMIT, () -> correlator.problem().isEmpty());
    }
  }

  /**
   * Its producer has gone on elsewhere since, so that epochs do not tell whether a part of it has
   * ended.
   */
  @Test
  void whatWasToBeAbortedIsAbortedWhoeverWroteItAndWhereverItWentOn() throws Exception {
    abortAndGoOnElsewhere();
    assertThat(killAndCutMarkers(_ -> true)).isEqualTo(1);
    start();

    try (var correlator = running()) {
      assertThat(correlator.problem()).isEmpty();
      send(now.minusSeconds(1_800), Logs.connected(now.minusSeconds(1_800)));
      awaitRevisions("1 open, 2 closed");
    }
  }

  private void abortAndGoOnElsewhere() {
    var settings = new HashMap<>(kafka());
    settings.put("transactional.id", "tw.correlator-another-process-1");
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      var _ = producer.send(new ProducerRecord<>(TOPICS.incidents(), 0, "never", new byte[1]));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      var _ = producer.send(new ProducerRecord<>(TOPICS.rejects(), 0, "later", new byte[1]));
      producer.commitTransaction();
    }
  }

  private void comesBackAndGoesOn() {
    try (var correlator = running()) {
      awaitRevisions("1 open");
      send(now.minusSeconds(1_800), Logs.connected(now.minusSeconds(1_800)));
      awaitRevisions("1 open, 2 closed");

      assertThat(correlator.problem()).isEmpty();
    }
  }

  /** As when the coordinators' log is compacted: how it ended stays. */
  private void forgetDecisions() throws IOException {
    LogBatch.keepLastOf(directory.resolve("kafka/logs"), "__transaction_state-");
  }

  private Correlator running() {
    var config =
        new CorrelatorConfig(kafka(), TOPICS, Pseudonyms.redacted(), state(), "process-0", 1, 0);
    var correlator = Correlator.start(config, InstantSource.system(), new SimpleMeterRegistry());
    Await.until("it to run", LIMIT, () -> correlator.state() == Correlator.State.RUNNING);
    return correlator;
  }

  private Path state() {
    return directory.resolve("streams");
  }

  private Path witness() {
    return state().resolve("witness");
  }

  private void start() {
    broker = Optional.of(EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0)));
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.orElseThrow().bootstrapServers());
  }

  /** As ingest writes it, which has read everything there is. */
  private void send(Instant at, String text) {
    var record =
        new ProducerRecord<>(TOPICS.records(), Logs.GATEWAY, text.getBytes(StandardCharsets.UTF_8));
    record
        .headers()
        .add(Headers.ENQUEUED_AT, at.plusSeconds(30).toString().getBytes(StandardCharsets.UTF_8));
    var source = SourceId.parse("hub/0");
    var coverage = new SourceCoverage(source, now.plusSeconds(86_400), 1, now, List.of());
    try (var producer =
        new KafkaProducer<>(kafka(), new StringSerializer(), new ByteArraySerializer())) {
      var _ = producer.send(record);
      var _ =
          producer.send(
              new ProducerRecord<>(
                  TOPICS.sources(), source.toString(), CoverageJson.write(coverage)));
    }
  }

  private void awaitRevisions(String revisions) {
    Await.value("revisions to be " + revisions, LIMIT, this::revisions, revisions::equals);
  }

  private String revisions() {
    return TopicContent.of(kafka(), TOPICS.incidents()).stream()
        .map(each -> IncidentJson.read(new String(each.value(), StandardCharsets.UTF_8)))
        .map(each -> each.revision() + " " + each.state().name().toLowerCase(Locale.ROOT))
        .collect(joining(", "));
  }

  /** Those that ended the transaction in which the incident was published. */
  private int killAndCutMarkers(Predicate<String> where) throws IOException {
    var dead = broker.orElseThrow();
    ProcessHandle.of(dead.pid()).ifPresent(ProcessHandle::destroyForcibly);
    dead.close();
    var logs = directory.resolve("kafka/logs");
    var end = LogBatch.lastOf(logs.resolve(INCIDENTS)).orElseThrow();
    List<Path> partitions;
    try (var all = Files.list(logs)) {
      partitions = all.filter(HangingStateTest::isWrittenByUs).toList();
    }
    int cut = 0;
    for (var each : partitions) {
      var marker = LogBatch.of(each).stream().filter(end::isSameEnd).findFirst();
      if (marker.isPresent() && where.test(each.getFileName().toString())) {
        marker.get().cut(each);
        cut++;
      }
    }
    return cut;
  }

  private static boolean isWrittenByUs(Path partition) {
    var name = partition.getFileName().toString();
    return name.startsWith("tw.") || name.startsWith("__consumer_offsets-");
  }
}
