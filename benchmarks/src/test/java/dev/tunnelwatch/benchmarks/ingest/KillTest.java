package dev.tunnelwatch.benchmarks.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The long proof in short: real processes die at every place once, and the oracle counts. */
@Tag("proof")
final class KillTest {
  private static final long SEED = 20_261_126;

  @Test
  void nothingIsMissingOrDoubledWhereverAnOwnerDies() throws Exception {
    System.out.println("seed " + SEED);
    var outcome = KillProof.kill(KillProof.Plan.small(SEED));
    System.out.println(outcome);
    assertThat(KillProof.clean(outcome)).as("seed " + SEED + ": " + outcome).isTrue();
    assertThat(outcome.path("records").asLong()).isGreaterThanOrEqualTo(30_000);
    assertThat(outcome.path("kills").asLong()).isGreaterThan(Place.all().size());
  }
}
