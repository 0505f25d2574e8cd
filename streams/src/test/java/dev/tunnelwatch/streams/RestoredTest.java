package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RestoredTest {
  private static final TopicPartition ONE = new TopicPartition("evidence", 1);
  private static final TopicPartition OTHER = new TopicPartition("evidence", 2);

  private final Restored restored = new Restored();

  @Test
  void eachStateTellsHowFarItCameUntilItIsReady() {
    restored.onRestoreStart(ONE, "evidence", 0, 900);
    restored.onRestoreStart(OTHER, "evidence", 7, 900);
    restored.onBatchRestored(ONE, "evidence", 100, 90);
    assertThat(restored.reached()).containsEntry(ONE, 100L).containsEntry(OTHER, 7L);

    restored.onRestoreEnd(ONE, "evidence", 900);
    restored.onRestoreSuspended(OTHER, "evidence", 0);

    assertThat(restored.reached()).as("ready, and another's by now").isEmpty();
    assertThat(restored.entries()).isEqualTo(90);
  }

  @Test
  void whoBeginsAgainIsWhereHeWas() {
    restored.onRestoreStart(ONE, "evidence", 0, 900);
    restored.onBatchRestored(ONE, "evidence", 100, 90);
    restored.onRestoreSuspended(ONE, "evidence", 90);
    restored.onRestoreStart(ONE, "evidence", 0, 900);
    restored.onBatchRestored(ONE, "evidence", 50, 40);

    assertThat(restored.reached()).containsEntry(ONE, 100L);
    assertThat(restored.entries()).isEqualTo(130);
  }
}
