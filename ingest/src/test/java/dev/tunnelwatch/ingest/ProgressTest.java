package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.SourceCoverage.Gap;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private static final Instant T = Instant.parse("2026-03-01T10:00:00Z");
  private static final HubPartition HUB = new HubPartition(new SourceId("hub", "3"), T);

  @Test
  void anEventIsReadUpToItsEnqueuedTime() {
    var progress = Progress.behind(HUB, 4, 1).take(event(5, T.plusSeconds(10)));

    assertThat(progress.sequence()).isEqualTo(5);
    assertThat(progress.coverage().readUpTo()).isEqualTo(T.plusSeconds(10));
    assertThat(progress.coverage().lastSequence()).isEqualTo(5);
  }

  @Test
  void aPartitionReadToItsLastEventIsReadUpToNow() {
    var progress =
        Progress.behind(HUB, 4, 1)
            .take(event(5, T.plusSeconds(10)))
            .cover(new PartitionEnd(5, T.plusSeconds(60)));

    assertThat(progress.coverage().readUpTo()).isEqualTo(T.plusSeconds(60));
  }

  @Test
  void aPartitionWithMoreToReadIsNot() {
    var progress =
        Progress.behind(HUB, 4, 1)
            .take(event(5, T.plusSeconds(10)))
            .cover(new PartitionEnd(7, T.plusSeconds(60)));

    assertThat(progress.coverage().readUpTo()).isEqualTo(T.plusSeconds(10));
    assertThat(progress.coverage().lastSequence()).isEqualTo(7);
  }

  @Test
  void whatWasReadOnceIsNeverUnread() {
    var progress =
        Progress.behind(HUB, 4, 1)
            .cover(new PartitionEnd(4, T.plusSeconds(60)))
            .take(event(5, T.plusSeconds(59)));

    assertThat(progress.coverage().readUpTo()).isEqualTo(T.plusSeconds(60));
  }

  @Test
  void theNewestGapsAreKept() {
    var progress = Progress.behind(HUB, 0, 1);
    for (int i = 1; i <= Progress.MAX_GAPS + 3; i++) {
      progress = progress.lose(new Gap(i, i, T));
    }

    assertThat(progress.coverage().gaps()).hasSize(Progress.MAX_GAPS);
    assertThat(progress.coverage().gaps().getLast().last()).isEqualTo(Progress.MAX_GAPS + 3);
  }

  @Test
  void comesBackFromKafkaAsItWent() {
    var progress =
        Progress.behind(HUB, 4, 9)
            .of(new Beginning(T, T.minusSeconds(1), Set.of("0", "1", "2", "3")))
            .take(event(5, T.plusSeconds(10)))
            .lose(new Gap(6, 8, T.plusSeconds(11)));

    var record = ProgressRecord.position(Topics.DEFAULT, 7, progress);

    assertThat(record.topic()).isEqualTo("tw.positions");
    assertThat(record.partition()).isEqualTo(7);
    assertThat(record.key()).isEqualTo("hub/3");
    assertThat(new String(record.headers().lastHeader("beginning").value(), StandardCharsets.UTF_8))
        .isEqualTo(T + " " + T.minusSeconds(1) + " 4");
    assertThat(ProgressRecord.read(FakeKafka.asRead(record))).isEqualTo(progress);
  }

  private static SourceEvent event(long sequence, Instant at) {
    return new SourceEvent(sequence, at, new byte[0]);
  }
}
