package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.model.testing.Incidents;
import dev.tunnelwatch.records.CoverageJson;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.RecordReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * Both stages in a {@link TopologyTestDriver}, and one clock that is decision time and real time.
 */
final class Story implements AutoCloseable {

  static final Instant TEN = Incidents.TEN;
  private static final Duration HALF_SECOND = Duration.ofMillis(500);
  private static final Duration SECONDS = Duration.ofSeconds(2);
  static final Topics TOPICS = Topics.DEFAULT;

  final SettableClock clock = new SettableClock(TEN);
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Coverage coverage = new Coverage(clock);
  private final TopologyTestDriver driver;
  private long sequence;

  Story(Path stateDirectory) {
    var config = config(stateDirectory);
    var properties = StreamsProperties.of(config);
    var surroundings =
        new Surroundings(
            clock,
            coverage,
            (_, _) -> OptionalLong.of(0),
            new CorrelatorMetrics(meters, clock, () -> true));
    driver = new TopologyTestDriver(topology(surroundings, config), properties, TEN);
  }

  static CorrelatorConfig config(Path stateDirectory) {
    return new CorrelatorConfig(
        Map.of("bootstrap.servers", "localhost:1"),
        TOPICS,
        Pseudonyms.redacted(),
        stateDirectory,
        "story",
        1,
        0);
  }

  static Topology topology(Surroundings surroundings, CorrelatorConfig config) {
    return new CorrelationTopology(
            TOPICS, new RecordReader(config.pseudonyms())::read, surroundings)
        .build(StreamsProperties.of(config));
  }

  /** A record as ingest writes it, enqueued now. */
  Story line(String gateway, byte[] record) {
    var headers = new RecordHeaders();
    put(headers, Headers.SOURCE, "hub");
    put(headers, Headers.PARTITION, "3");
    put(headers, Headers.SEQUENCE, Long.toString(sequence++));
    put(headers, Headers.INDEX, "0");
    put(headers, Headers.ENQUEUED_AT, clock.instant().toString());
    return raw(gateway, record, headers);
  }

  /** A canary that sets out now, as ingest writes it. */
  Story canary() {
    return line(Canary.GATEWAY.resourceId(), Lines.canary(clock.instant()));
  }

  /** What the gateway stage is to have handed on. */
  Story gatewayIncident(String key, byte[] value, RecordHeaders headers) {
    input(TOPICS.gatewayIncidents())
        .pipeInput(new TestRecord<>(key, value, headers, clock.instant()));
    return this;
  }

  Story raw(@Nullable String key, byte @Nullable [] value, RecordHeaders headers) {
    input(TOPICS.records()).pipeInput(new TestRecord<>(key, value, headers, clock.instant()));
    return this;
  }

  Story inventory(String gateway, byte[] topology, String hash) {
    var headers = new RecordHeaders();
    put(headers, Headers.INVENTORY_HASH, hash);
    input(TOPICS.inventory())
        .pipeInput(new TestRecord<>(gateway, topology, headers, clock.instant()));
    return this;
  }

  Story readUpTo(String source, Instant readUpTo) {
    var id = SourceId.parse(source);
    var value = new SourceCoverage(id, readUpTo, sequence, TEN, List.of());
    input(TOPICS.sources())
        .pipeInput(
            new TestRecord<>(
                source, CoverageJson.write(value), new RecordHeaders(), clock.instant()));
    return this;
  }

  /** Time goes by, in ticks, and nothing comes. */
  Story wait(Duration time) {
    var step = time.compareTo(Duration.ofMinutes(1)) > 0 ? SECONDS : HALF_SECOND;
    var end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      clock.advance(step);
      driver.advanceWallClockTime(step);
    }
    return this;
  }

  /** The latest revision of every incident published so far, by id. */
  Map<String, TestRecord<String, byte[]>> published() {
    var latest = new HashMap<String, TestRecord<String, byte[]>>();
    output(TOPICS.incidents()).forEach(record -> latest.put(record.key(), record));
    return latest;
  }

  List<TestRecord<String, byte[]>> output(String topic) {
    return driver
        .createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  double count(String meter, String tag, String value) {
    return meters.get(meter).tag(tag, value).counter().count();
  }

  static Incident incident(TestRecord<String, byte[]> record) {
    return IncidentJson.read(new String(record.value(), StandardCharsets.UTF_8));
  }

  static String header(TestRecord<String, byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    driver.close();
  }

  private TestInputTopic<String, byte[]> input(String topic) {
    return driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
  }

  private static void put(RecordHeaders headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
