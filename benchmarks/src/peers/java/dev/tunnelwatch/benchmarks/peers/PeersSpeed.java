package dev.tunnelwatch.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.benchmarks.pages.PerformancePage;
import dev.tunnelwatch.benchmarks.pages.Written;
import dev.tunnelwatch.benchmarks.replay.Contenders;
import dev.tunnelwatch.benchmarks.replay.Mix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Records of tunnels that go and come back, all in one file: what others need to find the flaps in
 * them, beside a whole {@code replay}. They take turns; of those in this JVM the first is not
 * counted.
 */
public final class PeersSpeed {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GATEWAYS = 10_000;
  private static final int PARALLEL = 2;
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private PeersSpeed() {}

  /** Arguments: records, rounds, pages. */
  public static void main(String[] args) throws Exception {
    long records = Long.parseLong(args[0]);
    int rounds = Integer.parseInt(args[1]);
    var written = Written.begin("PeersSpeed " + String.join(" ", args));
    var directory = Files.createTempDirectory("peers");
    var file = directory.resolve("tunnels.jsonl");
    try (var out = Files.newBufferedWriter(file);
        var lines = Mix.tunnels(GATEWAYS, records, START, Duration.ofHours(24))) {
      for (var line : (Iterable<String>) lines::iterator) {
        out.write(line);
        out.write('\n');
      }
    }
    var found = new ArrayList<JsonNode>();
    for (int round = 0; round <= rounds; round++) { // the first warms up
      var one = JSON.createObjectNode();
      one.set("flink", timed(records, () -> FlinkFlaps.find(file, PARALLEL)));
      one.set("sec", timed(records, () -> SecFlaps.find(file, directory)));
      one.set("ours", timed(records, () -> ours(file, directory)));
      System.out.println(one);
      if (round > 0) {
        found.add(one);
      }
    }
    written.write(PerformancePage.PEERS, "7", Map.of("records", records), found, Path.of(args[2]));
    Written.delete(directory, true);
    Runtime.getRuntime().exit(0); // Flink leaves threads
  }

  /** How many incidents, with their causes and all that belongs to them. */
  private static long ours(Path file, Path directory) throws Exception {
    var summary = directory.resolve("summary.json");
    Contenders.replay(List.of(file), "--summary", summary.toString());
    return JSON.readTree(summary.toFile()).path("incidents").asLong();
  }

  private static JsonNode timed(long records, Callable<Long> work) throws Exception {
    long began = System.nanoTime();
    long found = work.call();
    double seconds = (System.nanoTime() - began) / 1e9;
    return JSON.createObjectNode()
        .put("recordsPerSecond", Math.round(records / seconds))
        .put("found", found);
  }
}
