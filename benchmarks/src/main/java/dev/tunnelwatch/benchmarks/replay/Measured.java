package dev.tunnelwatch.benchmarks.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tunnelwatch.app.proof.Machine;
import dev.tunnelwatch.app.proof.Proof;
import dev.tunnelwatch.app.proof.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A measurement that is written down with the circumstances under which it was made. */
record Measured(Proof.Made made, Path pages) {

  /** Of all fleets that are measured. */
  static final long SEED = 7;

  /** May fail. */
  interface Work {
    List<JsonNode> run() throws Exception;
  }

  static Measured of(String command, Path pages) throws Exception {
    var commit = new Repository(Path.of("").toAbsolutePath()).head();
    return new Measured(new Proof.Made(command, commit, Machine.here()), pages);
  }

  void write(String name, Map<String, Long> counts, Work work) throws Exception {
    long started = System.nanoTime();
    var results = work.run();
    double seconds = Timing.thousandths(System.nanoTime() - started);
    new Proof(name, made, String.valueOf(SEED), counts, seconds, results).write(pages);
  }
}
