package dev.tunnelwatch.benchmarks.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.app.inventory.InventoryPublisher;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.pages.ReliabilityPage;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Child;
import dev.tunnelwatch.benchmarks.processes.Onlooker;
import dev.tunnelwatch.model.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * One correlating process works for long, and what it holds of memory, threads and descriptors is
 * looked at all the time. Kafka keeps little of what it was told, or its disk would be what is
 * soaked.
 */
public final class StreamsSoak {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LOOK_SECONDS = 10;
  private static final String KEPT_BYTES = Integer.toString(8 << 20);
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private StreamsSoak() {}

  /** Arguments: records a second, seconds, milliseconds between commits, seed, pages. */
  public static void main(String[] args) throws Exception {
    double perSecond = Double.parseDouble(args[0]);
    long seconds = Long.parseLong(args[1]);
    var written = Written.begin("StreamsSoak " + String.join(" ", args));
    var directory = Files.createTempDirectory("streams-soak");
    JsonNode found;
    try (var broker = Broker.start(directory.resolve("kafka"))) {
      TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
      keepLittle(broker.kafka());
      var process =
          new Correlating(broker.servers(), directory, "process-0", 0)
              .withCommits(Integer.parseInt(args[2]));
      long seed = Long.parseLong(args[3]);
      found = soak(broker, process, perSecond, seconds, seed);
    }
    System.out.println(found);
    Written.delete(directory, true);
    var counts = Map.of("records", found.path("records").asLong());
    written.write(ReliabilityPage.STREAMS_SOAK, args[3], counts, List.of(found), Path.of(args[4]));
  }

  private static JsonNode soak(
      Broker broker, Correlating where, double perSecond, long seconds, long seed)
      throws Exception {
    var fleet = Fleets.of((long) (perSecond * seconds), seed, Instant.now());
    var inventory = Fleets.inventory(fleet, where.directory().resolve("inventory"));
    InventoryPublisher.publish(broker.kafka(), Topics.DEFAULT, inventory);
    var events = new AtomicLong();
    try (var process = where.start();
        var ids = new ProducerIds(broker.kafka());
        var onlooker =
            Onlooker.start(
                broker.servers(), (_, _) -> events.incrementAndGet(), Topics.DEFAULT.events());
        var pulse = Pulse.start(broker)) {
      await(process);
      var wear = new Wear(process.pid());
      long began = System.nanoTime();
      long oldest = 0;
      try (var told = Told.start(fleet, broker.kafka(), perSecond)) {
        for (double at = 0; at < seconds && !told.done(); at = since(began)) {
          TimeUnit.SECONDS.sleep(LOOK_SECONDS);
          onlooker.check();
          if (!process.ready()) {
            throw new IllegalStateException("it does not work any more: " + where.log());
          }
          oldest = Math.max(oldest, pulse.takeOldestMillis());
          System.out.printf(
              "%d records, %s, epoch %d%n", told.records(), wear.look(since(began)), ids.look());
        }
        return JSON.createObjectNode()
            .put("records", told.records())
            .put("soakedSeconds", since(began))
            .put("events", events.get())
            .put("commitMillis", where.commitMillis())
            .put("producerIds", ids.known())
            .put("oldestMillis", oldest)
            .put("mibAnHour", wear.mibAnHour())
            .put("leastMib", wear.least(Wear.Look::kib) >> 10)
            .put("mostMib", wear.most(Wear.Look::kib) >> 10)
            .put("leastThreads", wear.least(Wear.Look::threads))
            .put("mostThreads", wear.most(Wear.Look::threads))
            .put("leastDescriptors", wear.least(Wear.Look::descriptors))
            .put("mostDescriptors", wear.most(Wear.Look::descriptors));
      }
    }
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static void await(Child process) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!process.ready()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("it does not work after " + LIMIT.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static void keepLittle(Map<String, Object> kafka) throws Exception {
    Collection<AlterConfigOp> little =
        List.of(
            new AlterConfigOp(
                new ConfigEntry("retention.bytes", KEPT_BYTES), AlterConfigOp.OpType.SET),
            new AlterConfigOp(
                new ConfigEntry("segment.bytes", KEPT_BYTES), AlterConfigOp.OpType.SET));
    try (var admin = Admin.create(kafka)) {
      var topics =
          List.of(Topics.DEFAULT.records(), Topics.DEFAULT.events()).stream()
              .collect(
                  Collectors.toMap(
                      topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic), _ -> little));
      admin.incrementalAlterConfigs(topics).all().get();
    }
  }
}
