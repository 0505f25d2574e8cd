package dev.tunnelwatch.benchmarks.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.pages.ReliabilityPage;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Reading;
import dev.tunnelwatch.benchmarks.replay.Mix;
import dev.tunnelwatch.ingest.CanaryWay;
import dev.tunnelwatch.ingest.HubSource;
import dev.tunnelwatch.ingest.Ingest;
import dev.tunnelwatch.ingest.IngestConfig;
import dev.tunnelwatch.ingest.Secret;
import dev.tunnelwatch.model.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How fast ingest empties a hub, beside a {@link PlainForwarder} that promises less, taking turns
 * over the same events in the same JVM as the hub, after a turn that is not counted; and how soon a
 * single event of a slow hub is there for readers of committed records.
 */
public final class IngestSpeed {
  static final String NAME = ReliabilityPage.INGEST_SPEED;

  /** In a body, as Azure packs them when there is much to say. */
  private static final int RECORDS = 200;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_MILLIS = 2;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final long SEED = 7;

  private final Stage stage;
  private final long records;
  private final long bytes;

  private IngestSpeed(Stage stage, List<byte[]> bodies) {
    this.stage = stage;
    records = (long) bodies.size() * RECORDS;
    bytes = bodies.stream().mapToLong(body -> body.length).sum();
    for (int i = 0; i < bodies.size(); i++) {
      stage.hub().publish(i % stage.hub().partitionCount(), bodies.get(i));
    }
  }

  /** Arguments: bodies of 200 records, rounds, single events, seconds between them, pages. */
  public static void main(String[] args) throws Exception {
    int bodies = Integer.parseInt(args[0]);
    int rounds = Integer.parseInt(args[1]);
    int singles = Integer.parseInt(args[2]);
    long pause = Long.parseLong(args[3]);
    var written = Written.begin("IngestSpeed " + String.join(" ", args));
    var directory = Files.createTempDirectory("ingest-speed");
    var results = new ArrayList<ObjectNode>();
    try (var stage = Stage.set(directory)) {
      var speed = new IngestSpeed(stage, Mix.bodies(bodies, RECORDS));
      for (int round = 0; round <= rounds; round++) { // the first warms up
        double plain = speed.plain("plain-" + round);
        double ours = speed.ours(new Topics("round-" + round + '.'));
        var found = JSON.createObjectNode().put("plain", plain).put("ours", ours);
        System.out.println("round " + round + ": " + found);
        if (round > 0) {
          results.add(found);
        }
      }
      results.add(JSON.createObjectNode().set("slow", speed.slow(singles, pause)));
    }
    Written.delete(directory, true);
    written.write(
        NAME,
        Long.toString(SEED),
        Map.of("records", (long) bodies * RECORDS),
        results,
        Path.of(args[4]));
  }

  /** Records a second of the plain forwarder. */
  private double plain(String topic) throws Exception {
    try (var admin = TopicSetup.admin(stage.broker().kafka())) {
      admin
          .createTopics(List.of(new NewTopic(topic, Topics.GATEWAY_PARTITIONS, (short) 1)))
          .all()
          .get();
    }
    try (var forwarder = PlainForwarder.start(stage, topic)) {
      return recordsPerSecond(forwarder::acknowledged);
    }
  }

  /** Records a second of ingest, committed. */
  private double ours(Topics topics) throws Exception {
    var registry = new SimpleMeterRegistry();
    try (var _ = ingest(topics, registry)) {
      return recordsPerSecond(() -> taken(registry));
    }
  }

  /** How long single events are on their way to readers of committed records. */
  private ArrayNode slow(int events, long pauseSeconds) throws Exception {
    var content = new Content(SEED, 1);
    var millis = JSON.createArrayNode();
    var topics = Topics.DEFAULT;
    var registry = new SimpleMeterRegistry();
    try (var _ = ingest(topics, registry);
        var reader = Reading.committed(stage.servers(), topics.records(), topics.rejects())) {
      recordsPerSecond(() -> taken(registry)); // until the hub is empty
      Reading.all(reader, _ -> {});
      for (int i = 0; i < events; i++) {
        TimeUnit.SECONDS.sleep(pauseSeconds);
        long published = System.nanoTime();
        stage.hub().publish(i % stage.hub().partitionCount(), content.body(0, i));
        while (reader.poll(POLL).isEmpty()) {
          if (System.nanoTime() - published > LIMIT.toNanos()) {
            throw new IllegalStateException("expected a record within " + LIMIT + ", got none");
          }
        }
        millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - published));
      }
    }
    return millis;
  }

  private Ingest ingest(Topics topics, MeterRegistry registry) {
    TopicSetup.ensure(stage.broker().kafka(), TopicPlan.all(topics));
    var hub = HubSource.of(new Secret(stage.connection()), Stage.HUB);
    var config =
        IngestConfig.of(List.of(hub), stage.broker().kafka(), topics, topics.prefix() + "measured")
            .with(new CanaryWay.Off());
    return Ingest.start(config, InstantSource.system(), registry);
  }

  /** Bytes of bodies whose transactions are committed. */
  private static long taken(MeterRegistry registry) {
    return (long)
        registry.find("tunnelwatch.ingest.bytes").counters().stream()
            .mapToDouble(Counter::count)
            .sum();
  }

  /** From the first bytes that are there to the last, so that no start is in it. */
  private double recordsPerSecond(LongSupplier arrived) throws InterruptedException {
    long limit = System.nanoTime() + LIMIT.toNanos();
    long began = 0;
    long first = 0;
    long seen = 0;
    while (seen < bytes) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      seen = arrived.getAsLong();
      if (first == 0 && seen > 0) {
        first = seen;
        began = System.nanoTime();
      }
      if (System.nanoTime() > limit) {
        throw new IllegalStateException(
            "expected %d bytes within %s, got %d".formatted(bytes, LIMIT, seen));
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    return Math.round((double) (bytes - first) / bytes * records / seconds);
  }
}
