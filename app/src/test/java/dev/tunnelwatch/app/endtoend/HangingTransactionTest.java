package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.ingest.Ingest;
import dev.tunnelwatch.ingest.IngestConfig;
import dev.tunnelwatch.ingest.Secret;
import dev.tunnelwatch.ingest.Tuning;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.simulator.hub.HubServer;
import dev.tunnelwatch.simulator.hub.HubServerConfig;
import dev.tunnelwatch.simulator.hub.HubSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that is killed while a transaction commits may be back without the transaction's markers
 * though its coordinator says that it is complete. Here they are cut off its logs while it is dead.
 */
class HangingTransactionTest {
  private static final String HUB = "insights-logs";
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir Path directory;

  private final HubServer hubs =
      HubServer.start(HubServerConfig.of(InstantSource.system(), HubSpec.of(HUB, 1)));
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private Optional<EmbeddedKafka> broker = Optional.empty();

  @AfterEach
  void close() {
    broker.ifPresent(EmbeddedKafka::close);
    hubs.close();
  }

  @Test
  void whatWasToBeCommittedIsCommittedWhereverItHangs() throws Exception {
    readTwoEvents();
    int cut = killAndCutMarkers(_ -> true);
    start();

    assertThat(cut).isGreaterThanOrEqualTo(4); // positions, sources, records, rejects
    goesOnOnce();
  }

  @Test
  void whatWasToBeCommittedIsCommittedWhereItsMarkerLacks() throws Exception {
    readTwoEvents();
    killAndCutMarkers(name -> !name.startsWith(Topics.DEFAULT.records()));
    start();

    goesOnOnce();
  }

  @Test
  void whatNobodyKnowsOfIsAbortedWhereItIsWholeAndReadAgainOnce() throws Exception {
    readTwoEvents();
    killAndCutMarkers(_ -> true);
    forgetDecisions();
    start();

    goesOnOnce();
  }

  @Test
  void whatNobodyKnowsOfAndIsInPartsIsLeftAndToldWithTheCommand() throws Exception {
    readTwoEvents();
    killAndCutMarkers(name -> !name.startsWith(Topics.DEFAULT.records()));
    forgetDecisions();
    start();

    try (var ingest = ingest()) {
      publish("{\"time\":14");
      Await.until("it to say so", LIMIT, () -> problem(ingest).contains("stands still"));

      assertThat(problem(ingest))
          .contains("it may have ended in [tw.records-")
          .contains("abort --topic tw.positions --partition ");
    }
    assertThat(count(Topics.DEFAULT.records())).isEqualTo(2);
    assertThat(registry.get("tunnelwatch.ingest.rejoins").counter().count()).isZero();
  }

  private void goesOnOnce() {
    try (var _ = ingest()) {
      publish("{\"time\":14");
      awaitRecords(3, 3);
    }

    assertThat(registry.get("tunnelwatch.ingest.hanging").counter().count()).isEqualTo(1);
  }

  /** As when the coordinators' log is compacted: how it ended stays. */
  private void forgetDecisions() throws IOException {
    LogBatch.keepLastOf(directory.resolve("logs"), "__transaction_state-");
  }

  /** Each in a transaction of its own; the last is the one that will hang. */
  private void readTwoEvents() throws Exception {
    start();
    TopicSetup.ensure(kafka(), TopicPlan.all(Topics.DEFAULT));
    try (var _ = ingest()) {
      publish("{\"time\":12");
      awaitRecords(1, 1);
      publish("{\"time\":13");
      awaitRecords(2, 2);
    }
  }

  private void publish(String damaged) {
    hubs.hub(HUB).publish(0, Logs.body(Logs.connected(AT), damaged));
  }

  private void awaitRecords(int records, int rejects) {
    Await.until(
        "all to be there once",
        LIMIT,
        () ->
            count(Topics.DEFAULT.records()) == records
                && count(Topics.DEFAULT.rejects()) == rejects);
  }

  private int count(String topic) {
    return TopicContent.of(kafka(), topic).size();
  }

  private static String problem(Ingest ingest) {
    return ingest.problem().orElse("");
  }

  private void start() {
    broker = Optional.of(EmbeddedKafka.start(BrokerConfig.in(directory, 0)));
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.orElseThrow().bootstrapServers());
  }

  /** Says how far it has read only with what it reads, so that events are the last it writes. */
  private Ingest ingest() {
    var usual = Tuning.DEFAULT;
    var tuning =
        new Tuning(
            usual.commitEvery(),
            usual.commitEvents(),
            usual.bufferBytes(),
            usual.prefetch(),
            Duration.ofHours(1),
            usual.skew(),
            usual.stallAfter());
    var sources = List.of(HubSource.of(new Secret(hubs.connectionString(HUB)), HUB));
    var config =
        new IngestConfig(
            sources,
            kafka(),
            Topics.DEFAULT,
            "process-0",
            "tw-ingest",
            "tw-ingest-",
            new CanaryWay.Off(),
            tuning);
    return Ingest.start(config, InstantSource.system(), registry);
  }

  private int killAndCutMarkers(Predicate<String> where) throws IOException {
    var dead = broker.orElseThrow();
    ProcessHandle.of(dead.pid()).ifPresent(ProcessHandle::destroyForcibly);
    dead.close();
    List<Path> partitions;
    try (var all = Files.list(directory.resolve("logs"))) {
      partitions = all.filter(each -> each.getFileName().toString().startsWith("tw.")).toList();
    }
    int last = -1;
    for (var each : partitions) {
      last = Math.max(last, LogBatch.lastOf(each).map(LogBatch::epoch).orElse(-1));
    }
    int cut = 0;
    for (var each : partitions) {
      var batch = LogBatch.lastOf(each);
      if (where.test(each.getFileName().toString())
          && batch.isPresent()
          && batch.get().control()
          && batch.get().epoch() == last) {
        batch.get().cut(each);
        cut++;
      }
    }
    return cut;
  }
}
