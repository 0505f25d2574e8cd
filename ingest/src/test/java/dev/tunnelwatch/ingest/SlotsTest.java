package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.SourceId;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SlotsTest {

  /** Golden: a change would give partitions that are being read to other owners. */
  @ParameterizedTest
  @CsvSource({"hub/0, 0", "hub/1, 6", "hub/2, 12", "hub/3, 10", "tunnel-logs/31, 3"})
  void theSlotOfAPartitionNeverChanges(String source, int slot) {
    assertThat(Slots.of(SourceId.parse(source))).isEqualTo(slot);
  }

  @Test
  void thePartitionsOfALargeHubUseEverySlot() {
    var used =
        IntStream.range(0, 128)
            .map(i -> Slots.of(new SourceId("hub", Integer.toString(i))))
            .boxed()
            .collect(Collectors.toSet());

    assertThat(used).hasSize(16);
  }
}
