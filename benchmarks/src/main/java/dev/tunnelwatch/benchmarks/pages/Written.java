package dev.tunnelwatch.benchmarks.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.Machine;
import dev.tunnelwatch.app.proof.Proof;
import dev.tunnelwatch.app.proof.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A proof that is being made, to be written down with its circumstances. */
public record Written(Proof.Made made, long began) {

  public static Written begin(String command) throws Exception {
    var commit = new Repository(Path.of("").toAbsolutePath()).head();
    return new Written(new Proof.Made(command, commit, Machine.here()), System.nanoTime());
  }

  public void write(
      String name, String seed, Map<String, Long> counts, List<? extends JsonNode> results, Path to)
      throws IOException {
    double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1e3;
    new Proof(name, made, seed, counts, seconds, List.copyOf(results)).write(to);
  }

  /** Keeps what may tell why, where something went wrong. */
  public static void delete(Path directory, boolean well) throws IOException {
    if (!well) {
      System.out.println("logs and data are kept in " + directory);
      return;
    }
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
