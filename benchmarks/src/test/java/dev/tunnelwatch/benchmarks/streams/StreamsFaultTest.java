package dev.tunnelwatch.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.benchmarks.pages.Verdict;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The long proof, as short as it can be: a fault of each kind. */
@Tag("proof")
final class StreamsFaultTest {
  private static final long SEED = 20_261_128;

  @Test
  void incidentsAreThoseOfTheOracleWhoeverIsKilledOrStopped() throws Exception {
    System.out.println("seed " + SEED);

    var outcome = StreamsFaultProof.suffer(FaultPlan.small(SEED));

    assertThat(Verdict.clean(outcome)).as("seed %d: %s", SEED, outcome).isTrue();
    assertThat(outcome.path("records").asLong()).isPositive();
  }
}
