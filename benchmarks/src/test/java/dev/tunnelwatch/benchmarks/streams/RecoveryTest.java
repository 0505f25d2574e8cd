package dev.tunnelwatch.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The long proof, as short as it can be: one kill, then on in each of the ways. That it goes on
 * soon only the long one can tell; here it fails where nothing is told for minutes.
 */
@Tag("proof")
final class RecoveryTest {
  private static final long SEED = 20_261_129;

  @ParameterizedTest
  @EnumSource
  void itIsToldAgainAfterAKill(RecoveryProof.Way way) throws Exception {
    System.out.println("seed " + SEED);

    var gaps = RecoveryProof.gaps(way, 1, SEED, Map.of());

    System.out.println(way + ": nothing new for " + gaps.getFirst() + " ms");
    assertThat(gaps).singleElement().satisfies(gap -> assertThat(gap).isPositive());
  }
}
