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
import dev.tunnelwatch.ingest.StartAt;
import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.simulator.hub.HubServer;
import dev.tunnelwatch.simulator.hub.HubServerConfig;
import dev.tunnelwatch.simulator.hub.HubSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share hubs of several namespaces, before a real broker. */
class IngestTogetherTest {
  private static final Topics TOPICS = Topics.DEFAULT;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
  private static final String TUNNELS = "tunnel-logs";
  private static final String ALL = "insights-logs";

  @TempDir Path directory;

  private final HubServer west = namespace(HubSpec.of(TUNNELS, 3), HubSpec.of(ALL, 2));
  private final HubServer north = namespace(HubSpec.of(ALL, 4));
  private EmbeddedKafka broker;

  private static HubServer namespace(HubSpec... hubs) {
    return HubServer.start(HubServerConfig.of(InstantSource.system(), hubs));
  }

  @BeforeEach
  void start() {
    broker = EmbeddedKafka.start(BrokerConfig.in(directory, 0));
    TopicSetup.ensure(kafka(), TopicPlan.all(TOPICS));
  }

  @AfterEach
  void close() {
    broker.close();
    west.close();
    north.close();
  }

  @Test
  void everyHubOfEveryNamespaceIsReadOnceAndEverySlotHasOneWriter() throws Exception {
    try (var one = ingest("process-0", new CanaryWay.Ingest());
        var other = ingest("process-1", new CanaryWay.Ingest())) {
      Await.until("both to be ready", LIMIT, () -> one.healthy() && other.healthy());
      publishToAll();
      awaitRecords(9);
    }
    try (var _ = ingest("process-1", new CanaryWay.Ingest())) { // it alone, and all slots
      publishToAll();
      awaitRecords(18);
    }

    var read = TopicContent.of(kafka(), TOPICS.records());
    var places = read.stream().map(IngestTogetherTest::place).toList();
    assertThat(places).doesNotHaveDuplicates();
    assertThat(places).filteredOn(place -> place.startsWith("north ")).hasSize(8);
    assertThat(places).filteredOn(place -> place.startsWith("canary 0 ")).isNotEmpty();
    assertThat(writersOfPositions()).hasSizeGreaterThan(4).allSatisfy(IngestTogetherTest::isOne);
  }

  @Test
  void whatNoBodyShouldBeIsRejectedAndTheNextIsRead() {
    try (var _ = ingest("process-0", new CanaryWay.Off())) {
      var hub = north.hub(ALL);
      hub.publish(0, new byte[0]);
      hub.publishValue(0, "no data");
      hub.publish(0, "x".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
      hub.publish(
          0, Logs.body(IntStream.range(0, 100_000).mapToObj(_ -> "{}").toArray(String[]::new)));
      hub.publish(0, Logs.body(Logs.connected(AT)));

      awaitRecords(1);
    }

    assertThat(TopicContent.of(kafka(), TOPICS.rejects())).hasSizeGreaterThan(100_002);
  }

  /**
   * Each partition has a slot, and each slot finds in Kafka that the hub was read: what came to
   * those that are new before anybody looked is not lost, though reading began behind the latest.
   */
  @Test
  void ofAHubThatGrewWhileNobodyRanTheNewPartitionsAreReadWhole() {
    north.hub(ALL).publish(0, Logs.body(Logs.connected(AT)));
    try (var ingest = ingest("process-0", new CanaryWay.Ingest(), new StartAt.Latest())) {
      Await.until("it to be ready", LIMIT, ingest::healthy);
      Await.until("it to have begun", LIMIT, () -> hasPositions("north/", 4));
    }
    var grown = north.recreate(HubSpec.of(ALL, 12));
    for (int partition = 0; partition < 12; partition++) {
      grown.publish(partition, Logs.body(Logs.connected(AT)));
    }

    try (var _ = ingest("process-0", new CanaryWay.Ingest(), new StartAt.Latest())) {
      awaitRecords(12);
    }

    assertThat(places()).filteredOn(place -> place.startsWith("north ")).hasSize(12);
  }

  private boolean hasPositions(String source, int count) {
    return TopicContent.of(kafka(), TOPICS.positions()).stream()
            .map(record -> new String(record.key(), StandardCharsets.UTF_8))
            .filter(key -> key.startsWith(source))
            .distinct()
            .count()
        == count;
  }

  @Test
  void aCanaryThatIsSentThroughAHubComesFromThere() {
    try (var _ = ingest("process-0", new CanaryWay.Hub("north"))) {
      Await.until("a canary to come", LIMIT, () -> places().size() == 1);
    }

    assertThat(places()).singleElement().asString().startsWith("north ");
    assertThat(TopicContent.of(kafka(), TOPICS.records()))
        .extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
        .containsExactly(Canary.GATEWAY.resourceId());
  }

  private List<String> places() {
    return TopicContent.of(kafka(), TOPICS.records()).stream()
        .map(IngestTogetherTest::place)
        .toList();
  }

  private void publishToAll() {
    for (var hub : List.of(west.hub(TUNNELS), west.hub(ALL), north.hub(ALL))) {
      for (int partition = 0; partition < hub.partitionCount(); partition++) {
        hub.publish(partition, Logs.body(Logs.connected(AT)));
      }
    }
  }

  private void awaitRecords(int count) {
    Await.until(
        count + " records of gateways",
        LIMIT,
        () -> places().stream().filter(place -> !place.startsWith("canary ")).count() == count);
  }

  private static String place(ConsumerRecord<byte[], byte[]> record) {
    var words = new StringBuilder();
    for (var name : List.of(Headers.SOURCE, Headers.PARTITION, Headers.SEQUENCE, Headers.INDEX)) {
      var value = record.headers().lastHeader(name).value();
      words.append(new String(value, StandardCharsets.UTF_8)).append(' ');
    }
    return words.toString();
  }

  /** Of every partition of positions that was written to, who did. */
  private Map<TopicPartition, List<Long>> writersOfPositions() throws Exception {
    var partitions =
        IntStream.range(0, Topics.SLOTS)
            .mapToObj(slot -> new TopicPartition(TOPICS.positions(), slot))
            .toList();
    var writers =
        new TreeMap<TopicPartition, List<Long>>(Comparator.comparingInt(TopicPartition::partition));
    try (var admin = Admin.create(kafka())) {
      var states = admin.describeProducers(partitions).all().get();
      states.forEach(
          (partition, state) -> {
            var ids = state.activeProducers().stream().map(ProducerState::producerId).toList();
            if (!ids.isEmpty()) {
              writers.put(partition, ids);
            }
          });
    }
    assertThat(new HashSet<>(writers.values())).hasSameSizeAs(writers.values());
    return writers;
  }

  private static void isOne(TopicPartition slot, List<Long> producers) {
    assertThat(producers).as("writers of %s", slot).hasSize(1);
  }

  private Ingest ingest(String instance, CanaryWay canary) {
    return ingest(instance, canary, new StartAt.Earliest());
  }

  private Ingest ingest(String instance, CanaryWay canary, StartAt startAt) {
    var sources =
        List.of(
            HubSource.of(new Secret(west.connectionString(TUNNELS)), TUNNELS),
            HubSource.of(new Secret(west.connectionString(ALL)), ALL),
            new HubSource(
                "north",
                HubSource.of(new Secret(north.connectionString(ALL)), ALL).credential(),
                ALL,
                HubSource.DEFAULT_GROUP,
                startAt));
    var config = IngestConfig.of(sources, kafka(), TOPICS, instance).with(canary);
    return Ingest.start(config, InstantSource.system(), new SimpleMeterRegistry());
  }

  private Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", broker.bootstrapServers());
  }
}
