package dev.tunnelwatch.app.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.records.RejectLine;
import dev.tunnelwatch.records.Repair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplayThreadsTest {

  @Test
  void rejectsComeInTheOrderOfTheLinesThoughManyReadThem() {
    var rejects = new ArrayList<RejectLine>();
    try (var replay = new Replay(Optional.empty(), Repair.NONE, rejects::add, Optional.empty())) {
      for (int line = 1; line <= 2_000; line++) {
        var text = "broken " + "x".repeat(line % 7 * 500);
        replay.read(new Chunk("logs", line, text.getBytes(StandardCharsets.UTF_8), true));
      }
      assertThat(replay.end().counts().records()).isEqualTo(2_000);
    }

    assertThat(rejects).hasSize(2_000);
    for (int i = 0; i < rejects.size(); i++) {
      assertThat(rejects.get(i).source()).isEqualTo("logs:" + (i + 1) + "#0");
    }
  }
}
