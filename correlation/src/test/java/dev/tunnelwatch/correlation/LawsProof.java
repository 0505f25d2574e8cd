package dev.tunnelwatch.correlation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Many histories of each scenario, and the file that says so (design 8.8). */
final class LawsProof {
  private final long seed;
  private final int histories;
  private final List<String> counts = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();
  private long compared;
  private Duration took = Duration.ZERO;

  LawsProof(long seed, int histories) {
    this.seed = seed;
    this.histories = histories;
  }

  void tell(Scenario scenario) {
    long start = System.nanoTime();
    count(scenario, "any order", Laws.inAnyOrder(scenario, seed, histories));
    count(scenario, "cuts", Laws.withCuts(scenario, seed, histories));
    took = took.plusNanos(System.nanoTime() - start);
  }

  /** The first difference of each history in which there is one. */
  List<String> differences() {
    return differences;
  }

  private void count(Scenario scenario, String law, Laws.Outcome outcome) {
    counts.add(
        "    {\"scenario\":\"%s\",\"law\":\"%s\",\"prefixes\":%d,\"differences\":%d}"
            .formatted(scenario, law, outcome.compared(), outcome.differences().size()));
    compared += outcome.compared();
    differences.addAll(outcome.differences());
  }

  /** What was told so far, so that a run that is ended keeps what it has shown. */
  void write() {
    var command =
        "mvn verify -pl correlation -am -Pproof -Dordinary.skip -Dlaws.histories=" + histories;
    var json =
        """
        {
          "command": "%s",
          "commit": "%s",
          "date": "%s",
          "seed": %d,
          "machine": "%s",
          "counts": {"historiesPerScenarioAndLaw":%d,"histories":%d,"prefixes":%d},
          "differences": %d,
          "seconds": %d,
          "results": [
        %s
          ]
        }
        """
            .formatted(
                command,
                commit(),
                LocalDate.now(ZoneOffset.UTC),
                seed,
                machine(),
                histories,
                (long) histories * counts.size(),
                compared,
                differences.size(),
                took.toSeconds(),
                String.join(",\n", counts));
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
            Runtime.version());
  }
}
