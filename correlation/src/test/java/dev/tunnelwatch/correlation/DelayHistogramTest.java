package dev.tunnelwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** D of rule 35. */
class DelayHistogramTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final DelayHistogram histogram = new DelayHistogram();

  @ParameterizedTest
  @CsvSource({"199, PT1M30S", "200, PT45S"}) // both sides of the limit
  void fewerThan200RecordsTellNothing(int records, Duration expected) {
    add(records, 42, NOW);

    assertThat(histogram.p95(NOW)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"190, 10, PT35S", "189, 11, PT2M5S"}) // 95 of 100, exactly and not quite
  void fiveOfAHundredMayComeLater(int early, int late, Duration expected) {
    add(early, 31, NOW);
    add(late, 121, NOW);

    assertThat(histogram.p95(NOW)).contains(expected);
  }

  @Test
  void onlyTheLastHourCounts() {
    add(300, 150, NOW);
    var later = NOW.plus(Duration.ofMinutes(66));

    assertThat(histogram.p95(later)).isEmpty();

    add(200, 33, later);

    assertThat(histogram.p95(later)).contains(Duration.ofSeconds(35));
  }

  @Test
  void recordsFromAnotherTimeAreNotCounted() {
    add(200, 33, NOW);
    var yearlong = Instant.parse("9999-01-01T00:00:00Z");
    for (int i = 0; i < 300; i++) {
      histogram.add(yearlong, NOW, NOW);
      histogram.add(NOW.minus(Duration.ofHours(2)), NOW.minus(Duration.ofHours(3)), NOW);
    }

    assertThat(histogram.p95(NOW)).contains(Duration.ofSeconds(35));
  }

  @Test
  void recordAheadOfItsEnqueuedTimeHasNoDelay() {
    add(200, -20, NOW);

    assertThat(histogram.p95(NOW)).contains(Duration.ofSeconds(5));
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    add(150, 33, NOW);
    add(150, 170, NOW.minus(Duration.ofMinutes(20)));

    var again = DelayHistogram.read(histogram.bytes());

    assertThat(again.p95(NOW)).isEqualTo(histogram.p95(NOW)).contains(Duration.ofSeconds(175));
    assertThat(DelayHistogram.read("not ours".getBytes(StandardCharsets.UTF_8)).p95(NOW)).isEmpty();
  }

  private void add(int records, long seconds, Instant enqueuedAt) {
    for (int i = 0; i < records; i++) {
      histogram.add(enqueuedAt, enqueuedAt.minusSeconds(seconds), enqueuedAt);
    }
  }
}
