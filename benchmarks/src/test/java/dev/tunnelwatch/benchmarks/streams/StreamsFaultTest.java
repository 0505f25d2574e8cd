package dev.tunnelwatch.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The long proof in short: processes are killed and stopped, and the oracle has the last word. The
 * broker is left alone, for what becomes of a transaction that it leaves open is not built yet.
 */
@Tag("proof")
final class StreamsFaultTest {
  private static final long SEED = 20_261_126;

  @Test
  void incidentsAreThoseOfTheOracleWhateverDies() throws Exception {
    System.out.println("seed " + SEED);
    var outcome = StreamsFaultProof.suffer(StreamsFaultProof.Plan.small(SEED));
    System.out.println(outcome);
    assertThat(StreamsFaultProof.clean(outcome)).as("seed " + SEED + ": " + outcome).isTrue();
    assertThat(outcome.path("settled").path("incidents").asInt()).isGreaterThan(10);
    assertThat(outcome.path("newIncidents").asInt()).isPositive();
  }
}
