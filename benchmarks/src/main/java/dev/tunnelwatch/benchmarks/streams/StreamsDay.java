package dev.tunnelwatch.benchmarks.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.pages.PerformancePage;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Child;
import dev.tunnelwatch.benchmarks.replay.Mix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/**
 * What a correlating process holds of a day of 10 000 gateways with 4 tunnels each, and how long it
 * takes to have it back.
 */
public final class StreamsDay {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GATEWAYS = 10_000;
  private static final double ORDINARY = 0.90;
  private static final Duration DAY = Duration.ofHours(24);
  private static final String HEAP = "1g";
  private static final double BYTES_A_MIB = 1 << 20;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long LOOK_MILLIS = 20;

  private final Correlating where;

  private StreamsDay(Path directory, Broker broker) {
    where = new Correlating(broker.servers(), directory, "process-0", 0).withHeap(HEAP);
  }

  /** Arguments: records, restarts of each kind, pages. */
  public static void main(String[] args) throws Exception {
    long records = Long.parseLong(args[0]);
    int restarts = Integer.parseInt(args[1]);
    var written = Written.begin("StreamsDay " + String.join(" ", args));
    var directory = Files.createTempDirectory("streams-day");
    JsonNode found;
    try (var waiting = filled(records, directory)) {
      found = new StreamsDay(directory, waiting.broker()).measure(waiting, restarts);
    }
    System.out.println(found);
    Written.delete(directory, true);
    written.write(
        PerformancePage.STREAMS_DAY,
        "7",
        Map.of("records", records),
        List.of(found),
        Path.of(args[2]));
  }

  private static Waiting filled(long records, Path directory) throws Exception {
    var broker = Broker.start(directory.resolve("kafka"));
    TopicSetup.ensure(broker.kafka(), TopicPlan.all(Ours.TOPICS));
    var start = Instant.now().minus(DAY).minus(Filled.DELIVERY);
    var said = Mix.records(GATEWAYS, records, ORDINARY, start, DAY);
    return new Waiting(broker, Filled.with(said, broker.kafka(), Ours.TOPICS));
  }

  private JsonNode measure(Waiting waiting, int restarts) throws Exception {
    var found = JSON.createObjectNode();
    found.put("gateways", GATEWAYS).put("records", waiting.filled().records()).put("heap", HEAP);
    try (var process = where.start()) {
      var _ = waiting.recordsPerSecond(Ours.GROUP, process);
      found.put("settled", waiting.secondsToSettle());
      var held = new Wear();
      var inspection = new Inspection(process.pid(), where.state());
      inspection.look(held, 0);
      inspection.lookAtHeap(held, 0);
      found.put("liveMiB", held.most(Held.HEAP));
      found.put("residentMiB", held.most(Held.MEMORY));
      found.put("stateMiB", held.most(Held.STATE));
      found.put("changelogMiB", changelogBytes(waiting.broker()) / BYTES_A_MIB);
      process.kill();
    }
    System.out.println(found);
    restart(found.putArray("keptMillis"), restarts, false);
    restart(found.putArray("wipedMillis"), restarts, true);
    return found;
  }

  private void restart(ArrayNode millis, int times, boolean wiped) throws Exception {
    for (int i = 0; i < times; i++) {
      if (wiped) {
        Written.delete(where.state(), true);
      }
      long began = System.nanoTime();
      try (var process = where.start()) {
        awaitReady(process);
        millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        process.kill();
      }
      System.out.println((wiped ? "from nothing: " : "with its state: ") + millis);
    }
  }

  private void awaitReady(Child process) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!process.ready()) {
      if (System.nanoTime() > deadline || !process.alive()) {
        throw new IllegalStateException("it does not work: " + where.log());
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** As they lie on the broker's disk, compacted or not. */
  private static double changelogBytes(Broker broker) throws Exception {
    try (var admin = Admin.create(broker.kafka())) {
      return admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
          .flatMap(disks -> disks.values().stream())
          .flatMap(disk -> disk.replicaInfos().entrySet().stream())
          .filter(each -> each.getKey().topic().endsWith("-changelog"))
          .mapToLong(each -> each.getValue().size())
          .sum();
    }
  }
}
