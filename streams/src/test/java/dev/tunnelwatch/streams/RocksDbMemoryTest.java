package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Topics;
import org.junit.jupiter.api.Test;

class RocksDbMemoryTest {

  /** Else every write flushes a file, and all wait for compactions. */
  @Test
  void storesWithNothingToWriteLeaveRoomForThoseThatHave() {
    long onDisk =
        GatewayState.stores().stream().filter(each -> each.build().persistent()).count()
            * Topics.GATEWAY_PARTITIONS;

    assertThat(onDisk).isPositive();
    assertThat(onDisk * RocksDbMemory.ARENA_BLOCK_BYTES)
        .isLessThanOrEqualTo(RocksDbMemory.WRITE_BYTES / 4);
  }
}
