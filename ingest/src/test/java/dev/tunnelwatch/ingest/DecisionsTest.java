package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.model.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The small pure decisions. */
final class DecisionsTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long UNKNOWN = Long.MAX_VALUE;

  @Test
  void theNumberThatIsDueIsNext() {
    assertThat(SequenceCheck.of(-1, 0)).isEqualTo(new SequenceCheck.Next());
    assertThat(SequenceCheck.of(41, 42)).isEqualTo(new SequenceCheck.Next());
  }

  @Test
  void aNumberTakenBeforeIsARepeat() {
    assertThat(SequenceCheck.of(41, 41)).isEqualTo(new SequenceCheck.Repeat());
    assertThat(SequenceCheck.of(41, 7)).isEqualTo(new SequenceCheck.Repeat());
  }

  @Test
  void aJumpNamesExactlyWhatIsMissing() {
    assertThat(SequenceCheck.of(41, 43)).isEqualTo(new SequenceCheck.Jump(42, 42));
    assertThat(SequenceCheck.of(41, 50)).isEqualTo(new SequenceCheck.Jump(42, 49));
  }

  @Test
  void aPartitionThatStandsStillWithSomethingToReadIsStalled() {
    var watchdog = new Watchdog(5, 0).seen(5, 9, 30 * SECOND);

    assertThat(watchdog.stalled(60 * SECOND, MINUTE)).isFalse();
    assertThat(watchdog.stalled(60 * SECOND + 1, MINUTE)).isTrue();
  }

  @Test
  void aPartitionOfWhichNothingIsKnownIsStalled() {
    var watchdog = new Watchdog(5, 0).seen(5, UNKNOWN, 59 * SECOND);

    assertThat(watchdog.stalled(61 * SECOND, MINUTE)).isTrue();
  }

  @Test
  void anIdlePartitionIsNotStalled() {
    var watchdog = new Watchdog(5, 0).seen(5, 5, 59 * SECOND);

    assertThat(watchdog.stalled(100 * SECOND, MINUTE)).isFalse();
  }

  @Test
  void aPartitionThatMovesIsNotStalledHoweverMuchItHasToRead() {
    var watchdog = new Watchdog(5, 0).seen(6, UNKNOWN, 59 * SECOND);

    assertThat(watchdog.stalled(100 * SECOND, MINUTE)).isFalse();
  }

  @Test
  void triesAgainLaterAndLaterButNeverLaterThanHalfAMinute() {
    var backoff = Backoff.NONE;
    assertThat(backoff.delay()).isZero();
    for (int seconds : List.of(1, 2, 4, 8, 16, 30, 30)) {
      backoff = backoff.failed();
      assertThat(backoff.delay()).hasSeconds(seconds);
    }
  }

  @Test
  void aSecretIsNotPrinted() {
    var secret = new Secret("SharedAccessKey=hush");
    var source = HubSource.of(secret, "tunnel-logs");
    var config = IngestConfig.of(List.of(source), Map.of(), Topics.DEFAULT, "one");

    assertThat(secret + " " + source + " " + config).doesNotContain("hush");
    assertThat(secret.reveal()).contains("hush");
  }

  @Test
  void aConnectionStringThatIsNoneIsRefusedWithoutQuotingIt() {
    for (var bad :
        List.of(
            "canary",
            "Endpoint=canary",
            "Endpoint=sb://[canary;SharedAccessKey=canary",
            "SharedAccessKeyName=canary;SharedAccessKey=canary",
            "Endpoint=sb://h/;SharedAccessKeyName=;SharedAccessKey=canary",
            "Endpoint=sb://h/;SharedAccessKeyName=a;SharedAccessKey=canary;EntityPath=canary",
            "=;=canary")) {
      assertThatThrownBy(
              () -> new EventHubSource(HubSource.of(new Secret(bad), "tunnel-logs"), 1).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("source tunnel-logs: connection string: expected Endpoint=")
          .hasMessageNotContaining("canary")
          .hasNoCause();
    }
  }

  @Test
  void groupAndTransactionsAreNamedAfterTheTopics() {
    var sources = List.of(HubSource.of(new Secret("x"), "tunnel-logs"));

    var usual = IngestConfig.of(sources, Map.of(), Topics.DEFAULT, "one");
    var other = IngestConfig.of(sources, Map.of(), new Topics("lab."), "one");

    assertThat(usual.transactionalPrefix()).isEqualTo("tw-ingest-");
    assertThat(other.group()).isEqualTo("lab-ingest");
  }

  @Test
  void twoSourcesOfOneNameAreRefused() {
    var source = HubSource.of(new Secret("x"), "tunnel-logs");

    assertThatThrownBy(
            () -> IngestConfig.of(List.of(source, source), Map.of(), Topics.DEFAULT, "one"))
        .hasMessageContaining("tunnel-logs")
        .hasMessageStartingWith("sources: expected");
  }

  @Test
  void aLayoutKnowsWhichPartitionsBelongToASlot() {
    var created = Instant.parse("2026-01-01T00:00:00Z");
    var layout =
        Layout.UNKNOWN
            .with("hub", new SourceDescription(created, List.of("0", "1", "2")))
            .with("other", new SourceDescription(created, List.of("0")))
            .with("hub", new SourceDescription(created.plusSeconds(9), List.of("0", "1")));

    assertThat(layout.partitions()).hasSize(3);
    assertThat(layout.of("hub")).containsExactlyInAnyOrder("0", "1");
    layout
        .partitions()
        .keySet()
        .forEach(id -> assertThat(layout.ofSlot(Slots.of(id))).containsKey(id));
  }
}
