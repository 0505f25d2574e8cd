package dev.tunnelwatch.simulator.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionLogTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static EventContent bytes(int count) {
    return EventContent.ofBody(new byte[count]);
  }

  private static PartitionLog log(Retention retention) {
    return new PartitionLog(retention, NOON);
  }

  private static List<Long> kept(PartitionLog log, Instant now) {
    return log.read(0, 100, now).stream().map(StoredEvent::sequence).toList();
  }

  @Test
  void theOldestGoByCountAndNumberingGoesOn() {
    var log = log(new Retention(3, 1_000, Duration.ofDays(1)));
    for (int i = 0; i < 5; i++) {
      log.append(bytes(1), NOON);
    }

    assertThat(kept(log, NOON)).containsExactly(2L, 3L, 4L);
    assertThat(log.info(NOON)).isEqualTo(new PartitionInfo(2, 4, "4", NOON, false));
  }

  @Test
  void theOldestGoByBytesButTheNewestStays() {
    var log = log(new Retention(100, 250, Duration.ofDays(1)));
    for (int i = 0; i < 4; i++) {
      log.append(bytes(100), NOON);
    }
    assertThat(kept(log, NOON)).containsExactly(2L, 3L);

    log.append(bytes(1_000), NOON);
    assertThat(kept(log, NOON)).containsExactly(4L);
  }

  @Test
  void theOldestGoByAgeEvenIfNothingComes() {
    var log = log(new Retention(100, 1_000, Duration.ofHours(1)));
    log.append(bytes(1), NOON);
    log.append(bytes(1), NOON.plusSeconds(60));

    assertThat(kept(log, NOON.plusSeconds(3_600))).containsExactly(0L, 1L); // just not past
    assertThat(kept(log, NOON.plusSeconds(3_601))).containsExactly(1L);
    var all = log.info(NOON.plusSeconds(9_999));
    assertThat(all.empty()).isTrue();
    assertThat(all.beginSequence()).isEqualTo(2);
    assertThat(all.lastSequence()).isEqualTo(1);
  }

  @Test
  void enqueuedTimesNeverRunBackwards() {
    var log = log(Retention.DEFAULT);
    log.append(bytes(1), NOON.plusSeconds(10));

    assertThat(log.append(bytes(1), NOON).enqueuedAt()).isEqualTo(NOON.plusSeconds(10));
  }

  @Test
  void latestIsWhateverComesNext() {
    var log = log(Retention.DEFAULT);
    log.append(bytes(1), NOON);

    assertThat(log.startOf(new StartPosition.Latest(), NOON)).isEqualTo(1);
    assertThat(log.startOf(new StartPosition.FromTime(NOON, false), NOON)).isEqualTo(1);
    assertThat(log.startOf(new StartPosition.FromTime(NOON, true), NOON)).isZero();
  }

  @Test
  void aPositionIsRefusedOnlyBeyondTheNext() {
    var log = log(Retention.DEFAULT);
    log.append(bytes(1), NOON);

    assertThat(log.refusalOf(new StartPosition.FromSequence(1, true))).isEmpty();
    assertThat(log.refusalOf(new StartPosition.FromSequence(2, true)))
        .hasValueSatisfying(
            refusal -> assertThat(refusal.condition()).isEqualTo("com.microsoft:argument-error"));
  }
}
