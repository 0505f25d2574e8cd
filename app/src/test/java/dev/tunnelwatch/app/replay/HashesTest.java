package dev.tunnelwatch.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashesTest {

  @Test
  void tellsWhatWasThereBeforeAsAnOrdinarySetDoes() {
    long seed = 11;
    var random = new Random(seed);
    var ordinary = new HashSet<Long>();
    var hashes = new Hashes();
    for (int i = 0; i < 50_000; i++) {
      long hash = random.nextInt(20_000) * 0x9E3779B97F4A7C15L; // 0 and copies among them
      assertThat(hashes.add(hash)).as("seed %d, number %d", seed, i).isEqualTo(ordinary.add(hash));
    }
  }
}
