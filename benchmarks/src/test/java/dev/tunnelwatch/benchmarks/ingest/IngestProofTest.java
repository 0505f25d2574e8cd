package dev.tunnelwatch.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What {@code docs/reliability.md} tells of owners that die or stand still, shorter and by the same
 * code. {@link FaultProof} is run on demand alone.
 */
@Tag("proof")
final class IngestProofTest {
  private static final Path PAGES = Path.of("target");

  private final long seed = new SplittableRandom().nextLong(1, 1_000_000);

  @Test
  void nothingIsMissingOrDoubledWhereverOwnersDie() throws Exception {
    System.out.println("seed " + seed);

    var outcome = KillProof.run(KillProof.Plan.small(seed), "IngestProofTest", PAGES);

    assertThat(KillProof.clean(outcome)).as("seed %d: %s", seed, outcome).isTrue();
  }

  @Test
  void anOwnerThatStoodStillAndTwoAtOnceDoubleNothing() throws Exception {
    System.out.println("seed " + seed);

    var results = StopProof.run(1, Duration.ofSeconds(15), seed, "IngestProofTest", PAGES);

    assertThat(results).as("seed %d", seed).allMatch(KillProof::clean);
  }
}
