package dev.tunnelwatch.benchmarks.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.pages.PerformancePage;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Child;
import dev.tunnelwatch.benchmarks.processes.Jvm;
import dev.tunnelwatch.benchmarks.replay.Mix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How fast records are correlated that wait in Kafka, beside a {@link Floor} that only looks at
 * them: over the same topic of the same broker, taking turns, each in a new process of the same
 * kind. What it does of the first third is not counted.
 */
public final class StreamsSpeed {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GATEWAYS = 200;
  private static final double[] IKE = {0.95, 0.50, 0.10};
  private static final int[] GROWING = {100, 1_000, 10_000};
  private static final double ORDINARY = IKE[0];
  private static final int THREADS = 2;
  private static final Duration SPAN = Duration.ofHours(1);

  private final Path directory;
  private int processes;

  private StreamsSpeed(Path directory) {
    this.directory = directory;
  }

  /** Arguments: records, rounds, pages; then {@code mix} or {@code growth} for one alone. */
  public static void main(String[] args) throws Exception {
    long records = Long.parseLong(args[0]);
    int rounds = Integer.parseInt(args[1]);
    var pages = Path.of(args[2]);
    var command = "StreamsSpeed " + String.join(" ", args);
    var part = args.length > 3 ? args[3] : "";
    var directory = Files.createTempDirectory("streams-speed");
    var speed = new StreamsSpeed(directory);
    if (!part.equals("growth")) {
      var written = Written.begin(command);
      var found = new ArrayList<JsonNode>();
      for (var ike : IKE) {
        found.add(speed.beside(records, rounds, ike));
      }
      written.write(PerformancePage.STREAMS_SPEED, "7", Map.of("records", records), found, pages);
    }
    if (!part.equals("mix")) {
      var written = Written.begin(command);
      var found = new ArrayList<JsonNode>();
      for (var gateways : GROWING) {
        found.add(speed.alone(records, rounds, gateways));
      }
      written.write(PerformancePage.STREAMS_GROWTH, "7", Map.of("records", records), found, pages);
    }
    Written.delete(directory, true);
  }

  private JsonNode beside(long records, int rounds, double ike) throws Exception {
    try (var waiting = filled(records, GATEWAYS, ike)) {
      var found = node(waiting.filled(), GATEWAYS);
      var all = found.putArray("rounds");
      for (int round = 0; round < rounds; round++) {
        var one = all.addObject().put("floor", floor(waiting, "floor-" + round));
        one.setAll(ours(waiting));
        System.out.println(ike + ": " + one);
      }
      return found;
    }
  }

  private JsonNode alone(long records, int rounds, int gateways) throws Exception {
    try (var waiting = filled(records, gateways, ORDINARY)) {
      var found = node(waiting.filled(), gateways);
      var all = found.putArray("rounds");
      for (int round = 0; round < rounds; round++) {
        all.add(ours(waiting));
        System.out.println(gateways + ": " + all.get(round));
      }
      return found;
    }
  }

  private static ObjectNode node(Filled filled, int gateways) {
    double routine = (double) filled.routine() / filled.records();
    return JSON.createObjectNode()
        .put("gateways", gateways)
        .put("records", filled.records())
        .put("routine", Math.round(routine * 1e3) / 1e3);
  }

  private Waiting filled(long records, int gateways, double ike) throws Exception {
    var broker = Broker.start(directory.resolve("kafka-" + processes++));
    TopicSetup.ensure(broker.kafka(), TopicPlan.all(Ours.TOPICS));
    var start = Instant.now().minus(SPAN).minus(Filled.DELIVERY);
    var said = Mix.records(gateways, records, ike, start, SPAN);
    return new Waiting(broker, Filled.with(said, broker.kafka(), Ours.TOPICS));
  }

  private double floor(Waiting waiting, String application) throws Exception {
    var process =
        start(
            Floor.class,
            waiting.broker().servers(),
            Ours.TOPICS.records(),
            application,
            Integer.toString(THREADS),
            state().toString());
    try (process) {
      return waiting.recordsPerSecond(application, process);
    }
  }

  private ObjectNode ours(Waiting waiting) throws Exception {
    var state = state();
    waiting.forget(Ours.GROUP);
    var process =
        start(Ours.class, waiting.broker().servers(), Integer.toString(THREADS), state.toString());
    try (process) {
      double rate = waiting.recordsPerSecond(Ours.GROUP, process);
      return JSON.createObjectNode().put("ours", rate).put("settled", waiting.secondsToSettle());
    }
  }

  private Path state() {
    return directory.resolve("state-" + processes++);
  }

  private Child start(Class<?> main, String... arguments) {
    var words = new ArrayList<>(List.of(main.getName()));
    words.addAll(List.of(arguments));
    var flags = List.of("-Xmx1g", "-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders");
    return Child.start(
        Jvm.command(flags, words.toArray(String[]::new)),
        directory.resolve(main.getSimpleName() + ".log"));
  }
}
