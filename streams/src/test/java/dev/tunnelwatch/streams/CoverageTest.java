package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Story.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code asOf} of rule 11. */
class CoverageTest {

  private static final long START = TEN.toEpochMilli();
  private static final long MINUTE = 60_000;

  private final SettableClock clock = new SettableClock(TEN);
  private final Coverage coverage = new Coverage(clock);

  @Test
  void theSourceFurthestBehindDecides() {
    read("hub/0", TEN);
    read("hub/1", TEN.minusSeconds(40));

    assertThat(coverage.asOf(clock.millis())).contains(TEN.minusSeconds(40));
  }

  @Test
  void noSourceIsAheadOfTheClock() {
    read("hub/0", TEN.plusSeconds(3_000));

    assertThat(coverage.asOf(clock.millis())).contains(TEN);
  }

  @Test
  void aSourceThatDoesNotMoveForTwoMinutesHoldsNobodyUp() {
    read("hub/0", TEN);
    read("hub/1", TEN.minusSeconds(40));
    clock.advance(Duration.ofSeconds(119));
    read("hub/0", clock.instant());
    read("hub/1", TEN.minusSeconds(40)); // says the same again

    assertThat(coverage.asOf(clock.millis())).contains(TEN.minusSeconds(40));

    clock.advance(Duration.ofSeconds(1));

    assertThat(coverage.asOf(clock.millis())).contains(TEN.plusSeconds(119));
  }

  @Test
  void whatWasCertainOnceStaysSo() {
    read("hub/0", TEN);
    assertThat(coverage.asOf(clock.millis())).contains(TEN);

    read("hub/1", TEN.minusSeconds(3_600));

    assertThat(coverage.lowWatermark()).isEqualTo(TEN.minusSeconds(3_600));
    assertThat(coverage.asOf(clock.millis())).contains(TEN);
  }

  /** All sources seem to have stalled then, and every loss since is at once as old as the jump. */
  @Test
  void whatAClockThatWasAheadSaidIsForgivenOnceItIsRight() {
    read("hub/0", TEN.minusSeconds(5));
    clock.advance(Duration.ofHours(1));
    assertThat(coverage.asOf(clock.millis())).contains(TEN.plusSeconds(3_600));
    clock.set(TEN.plusSeconds(10));

    assertThat(coverage.asOf(clock.millis())).contains(TEN.plusSeconds(10));
    clock.advance(Duration.ofSeconds(20));
    read("hub/0", TEN.plusSeconds(8));
    assertThat(coverage.asOf(clock.millis())).contains(TEN.plusSeconds(10)); // no further back
    read("hub/0", TEN.plusSeconds(28));
    assertThat(coverage.asOf(clock.millis())).contains(TEN.plusSeconds(28));
  }

  /** Else what was closed a moment ago would be open again until the clock is there. */
  @Test
  void aSmallStepBackOfTheClockIsWaitedFor() {
    read("hub/0", TEN.plusSeconds(60));
    assertThat(coverage.asOf(clock.millis())).contains(TEN);

    clock.set(TEN.minus(Coverage.STEP).plusMillis(1));
    assertThat(coverage.asOf(clock.millis())).contains(TEN);
    clock.advance(Duration.ofSeconds(6));
    assertThat(coverage.asOf(clock.millis())).contains(TEN.plusMillis(1_001));

    clock.set(TEN.plusMillis(1_001).minus(Coverage.STEP));
    assertThat(coverage.asOf(clock.millis())).contains(clock.instant());
  }

  @Test
  void aSourceThatMovedByAClockThatWasAheadStallsAsSoonAsAnyOther() {
    clock.advance(Duration.ofHours(1));
    read("hub/1", TEN.minusSeconds(40));
    clock.set(TEN);
    read("hub/0", TEN);
    assertThat(coverage.lowWatermark()).isEqualTo(TEN.minusSeconds(40));

    clock.advance(Coverage.STALLED);
    read("hub/0", clock.instant());

    assertThat(coverage.lowWatermark()).isEqualTo(TEN.plus(Coverage.STALLED));
  }

  @Test
  void whatWasNotedByAClockThatWasAheadIsNotRememberedWhenThatTimeComes() {
    read("hub/0", TEN.minusSeconds(40));
    coverage.note(START + 60 * MINUTE);
    coverage.note(START);

    assertThat(coverage.asOfAt(START + 60 * MINUTE)).contains(TEN.minusSeconds(40));
    clock.advance(Duration.ofHours(1));
    read("hub/0", TEN.plusSeconds(3_000));
    coverage.note(START + 60 * MINUTE);

    assertThat(coverage.asOfAt(START + 60 * MINUTE)).contains(TEN.plusSeconds(3_000));
  }

  @Test
  void theFirstSourceIsWaitedForNoLongerWhereTheClockIsSetBack() {
    assertThat(coverage.asOf(START + 60 * MINUTE)).isEmpty();
    assertThat(coverage.asOf(START)).isEmpty();

    assertThat(coverage.asOf(START + MINUTE)).isPresent();
  }

  @Test
  void aSourceThatIsGoneIsForgotten() {
    read("hub/0", TEN);
    read("hub/1", TEN.minusSeconds(40));

    coverage.forget(SourceId.parse("hub/1"));

    assertThat(coverage.asOf(clock.millis())).contains(TEN);
  }

  @Test
  void beforeTheFirstSourceTellsNothingIsConcluded() {
    assertThat(coverage.asOf(START)).isEmpty();
    assertThat(coverage.asOf(START + MINUTE - 1)).isEmpty();

    read("hub/0", TEN.minus(Duration.ofDays(6))); // the first run, and a hub full of backlog

    assertThat(coverage.asOf(START + MINUTE)).contains(TEN.minus(Duration.ofDays(6)));
  }

  @Test
  void whereNoSourceEverTellsTheClockDecidesAfterAMinuteOfRealTime() {
    assertThat(coverage.asOf(START)).isEmpty();
    clock.advance(Duration.ofHours(1)); // decision time may run faster
    assertThat(coverage.asOf(START + MINUTE - 1)).isEmpty();

    assertThat(coverage.asOf(START + MINUTE)).contains(TEN.plusSeconds(3_600));
  }

  @Test
  void nothingIsRememberedOfTheTimeBeforeTheFirstSource() {
    coverage.note(START);
    read("hub/0", TEN.minusSeconds(40));
    coverage.note(START + 2_000);

    assertThat(coverage.asOfAt(START + 1_999)).isEmpty();
    assertThat(coverage.asOfAt(START + 2_000)).contains(TEN.minusSeconds(40));
  }

  private void read(String source, Instant upTo) {
    coverage.update(new SourceCoverage(SourceId.parse(source), upTo, 1, TEN, List.of()));
  }
}
