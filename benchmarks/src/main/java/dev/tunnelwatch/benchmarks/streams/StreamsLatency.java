package dev.tunnelwatch.benchmarks.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.pages.PerformancePage;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Jvm;
import dev.tunnelwatch.benchmarks.processes.Onlooker;
import dev.tunnelwatch.benchmarks.processes.RunProcess;
import dev.tunnelwatch.benchmarks.replay.Mix;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.simulator.hub.Hub;
import dev.tunnelwatch.simulator.hub.HubServer;
import dev.tunnelwatch.simulator.hub.HubServerConfig;
import dev.tunnelwatch.simulator.hub.HubSpec;
import dev.tunnelwatch.simulator.hub.Retention;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How long it takes from a record's place in the hub until an incident that rests on it is there
 * for readers of committed records, while a large fleet tells much: hub, broker and the whole of
 * {@code tunnelwatch run} on the same processors.
 */
public final class StreamsLatency {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HUB = "insights-logs";
  private static final int PARTITIONS = 8;
  private static final Retention RETENTION =
      new Retention(1_000_000, 256L << 20, Duration.ofDays(1));

  private static final int GATEWAYS = 10_000;
  private static final double IKE = 0.95;
  private static final int IN_A_BODY = 100;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration WORD = Duration.ofSeconds(5);

  private final Hub hub;
  private final List<Long> millis = Collections.synchronizedList(new ArrayList<>());
  private volatile Instant countedFrom = Instant.MAX;

  private StreamsLatency(Hub hub) {
    this.hub = hub;
  }

  /** Arguments: records a second, seconds to warm up, seconds that are measured, pages. */
  public static void main(String[] args) throws Exception {
    int perSecond = Integer.parseInt(args[0]);
    var warmUp = Duration.ofSeconds(Long.parseLong(args[1]));
    var length = Duration.ofSeconds(Long.parseLong(args[2]));
    var written = Written.begin("StreamsLatency " + String.join(" ", args));
    var directory = Files.createTempDirectory("streams-latency");
    ObjectNode found;
    var spec = HubSpec.of(HUB, PARTITIONS).withRetention(RETENTION);
    try (var hubs = HubServer.start(HubServerConfig.of(InstantSource.system(), spec));
        var broker = Broker.start(directory.resolve("kafka"))) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
      var where =
          RunProcess.Where.reading(
              directory.resolve("run"),
              "ingest, streams",
              broker.servers(),
              HUB,
              hubs.connectionString(HUB));
      var latency = new StreamsLatency(hubs.hub(HUB));
      try (var run = RunProcess.start(where, StreamsLatency::jvm);
          var onlooker =
              Onlooker.start(broker.servers(), latency::met, Topics.DEFAULT.incidents())) {
        await(run);
        found = latency.measure(perSecond, warmUp, length);
        onlooker.check();
      }
    }
    System.out.println(found);
    Written.delete(directory, true);
    var counts = Map.of("records", found.path("records").asLong());
    written.write(PerformancePage.LATENCY, "7", counts, List.of(found), Path.of(args[3]));
  }

  private static List<String> jvm(String[] mainAndArguments) {
    return Jvm.command(
        List.of("-Xmx2g", "-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders"), mainAndArguments);
  }

  private static void await(RunProcess run) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!run.working() || !run.ready()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("expected it to work and to be ready within " + LIMIT);
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private ObjectNode measure(int perSecond, Duration warmUp, Duration length) throws Exception {
    var start = Instant.now();
    var counted = start.plus(warmUp);
    countedFrom = counted;
    var end = counted.plus(length);
    long records = perSecond * Duration.between(start, end).toSeconds();
    var said = Mix.records(GATEWAYS, records, IKE, start, Duration.between(start, end)).iterator();
    long behindMillis = 0;
    var word = start;
    long published = 0;
    for (int body = 0; said.hasNext(); body++) {
      var due = start.plusNanos((long) (published * 1e9 / perSecond));
      var wait = Duration.between(Instant.now(), due);
      behindMillis = Math.max(behindMillis, -wait.toMillis());
      TimeUnit.NANOSECONDS.sleep(wait.toNanos());
      var together = new ArrayList<byte[]>();
      while (together.size() < IN_A_BODY && said.hasNext()) {
        together.add(said.next().bytes());
      }
      published += together.size();
      hub.publish(body % PARTITIONS, Mix.body(together));
      if (word.plus(WORD).isBefore(Instant.now())) {
        word = Instant.now();
        System.out.printf("%,d records, %d incidents counted%n", published, millis.size());
      }
    }
    TimeUnit.SECONDS.sleep(WORD.toSeconds()); // for the last ones
    return outcome(perSecond, published, behindMillis);
  }

  private ObjectNode outcome(int perSecond, long published, long behindMillis) {
    var sorted = millis.stream().sorted().toList();
    return JSON.createObjectNode()
        .put("perSecond", perSecond)
        .put("gateways", GATEWAYS)
        .put("records", published)
        .put("publisherBehindMillis", behindMillis)
        .put("incidents", sorted.size())
        .put("p50", at(sorted, 0.50))
        .put("p99", at(sorted, 0.99))
        .put("max", at(sorted, 1));
  }

  private static long at(List<Long> sorted, double share) {
    return sorted.isEmpty() ? -1 : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  /** First revisions: those that follow may have waited (rule 40). */
  private void met(ConsumerRecord<byte[], byte[]> record, Instant seen) {
    if (record.headers().lastHeader(Headers.CANARY) != null) {
      return;
    }
    var incident = IncidentJson.read(record.value());
    var newest =
        incident.proof().evidence().stream()
            .map(Evidence::enqueuedAt)
            .flatMap(Optional::stream)
            .max(Instant::compareTo);
    if (incident.revision() == 1 && newest.isPresent() && !newest.get().isBefore(countedFrom)) {
      millis.add(Duration.between(newest.get(), seen).toMillis());
    }
  }
}
