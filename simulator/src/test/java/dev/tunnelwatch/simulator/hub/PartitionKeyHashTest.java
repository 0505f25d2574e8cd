package dev.tunnelwatch.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Our hash against the one in the official client, which is a port of the service's. ASCII only:
 * the Java client takes other bytes of a key's end for negative, as lookup3 does not.
 */
class PartitionKeyHashTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyAsciiKeyHashesAsInTheOfficialClient(long seed) throws ReflectiveOperationException {
    var official =
        Class.forName("com.azure.messaging.eventhubs.PartitionResolver")
            .getDeclaredMethod("generateHashCode", String.class);
    official.setAccessible(true);
    var random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      var key = new StringBuilder();
      for (int length = random.nextInt(40); length >= 0; length--) {
        key.append((char) random.nextInt(32, 127));
      }
      var text = key.toString();

      assertThat(PartitionKeyHash.hash(text))
          .as("seed %d, key %d", seed, i)
          .isEqualTo(official.invoke(null, text));
    }
  }
}
