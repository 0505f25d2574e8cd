package dev.tunnelwatch.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults of the long proof that are over soon. */
@Tag("proof")
final class FaultTest {
  private static final long SEED = 20_261_127;

  @TempDir Path pages;

  @Test
  void nothingIsMissingOrDoubledWhateverFailsAroundIt() throws Exception {
    System.out.println("seed " + SEED);
    var outcomes = FaultProof.run(false, "", SEED, "FaultTest", pages);
    assertThat(outcomes).hasSize(4).allMatch(KillProof::clean, "clean, seed " + SEED);
  }
}
