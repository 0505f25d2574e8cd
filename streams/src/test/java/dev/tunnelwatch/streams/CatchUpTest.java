package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Story.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 37, the part of it that lies in the topic and not in the hub. */
class CatchUpTest {

  private static final long NOW = TEN.toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final OptionalLong NONE = OptionalLong.of(0);
  private static final OptionalLong MANY = OptionalLong.of(5_000);

  private final SettableClock clock = new SettableClock(TEN);
  private final Coverage coverage = new Coverage(clock);
  private final CatchUp catchUp = new CatchUp(coverage);

  @BeforeEach
  void begin() {
    Sources.ahead(coverage);
  }

  @Test
  void aTaskThatKnowsNothingOfItsBacklogConcludesNothing() {
    assertThat(catchUp.asOf(OptionalLong.empty(), NOW)).isEmpty();
  }

  @Test
  void nothingIsConcludedBeforeTheFirstSourceTells() {
    var early = new Coverage(clock);
    var task = new CatchUp(early);
    assertThat(task.asOf(NONE, NOW)).isEmpty();

    Sources.readUpTo(early, TEN.minusSeconds(40));

    assertThat(task.asOf(NONE, NOW + 50)).contains(TEN.minusSeconds(40));
  }

  @Test
  void anIdlePartitionKeepsNobodyWaiting() {
    assertThat(catchUp.asOf(NONE, NOW)).contains(TEN);
  }

  @Test
  void recordsOfAnHourAgoAreTakenToTheLastBeforeAnythingIsConcluded() {
    assertThat(catchUp.asOf(MANY, NOW)).isEmpty();
    catchUp.took(NOW - 60 * MINUTE, NOW);
    assertThat(catchUp.asOf(MANY, NOW)).isEmpty();
    catchUp.took(NOW - 60 * MINUTE, NOW);
    assertThat(catchUp.asOf(NONE, NOW)).as("more may be buffered").isEmpty();

    assertThat(catchUp.asOf(NONE, NOW)).contains(TEN);
  }

  @Test
  void liveTrafficKeepsNobodyWaiting() {
    catchUp.took(NOW - 1_000, NOW);

    assertThat(catchUp.asOf(MANY, NOW)).contains(TEN);
  }

  @Test
  void aTaskThatFallsBehindGoesByWhatWasReadWhenItsRecordsWereWritten() {
    catchUp.asOf(NONE, NOW);
    for (int second = 1; second <= 60; second++) {
      clock.advance(Duration.ofSeconds(1));
      catchUp.took(NOW + second * 500L, NOW + second * 1_000L); // half as fast as they come
      catchUp.asOf(MANY, NOW + second * 1_000L);
    }

    assertThat(catchUp.asOf(MANY, NOW + MINUTE)).contains(TEN.plusSeconds(28));
  }

  @Test
  void howLateItIsNeverGoesBack() {
    catchUp.asOf(NONE, NOW);
    clock.advance(Duration.ofMinutes(1));
    assertThat(catchUp.asOf(NONE, NOW + MINUTE)).contains(TEN.plusSeconds(60));

    catchUp.took(NOW + MINUTE / 2, NOW + MINUTE);

    assertThat(catchUp.asOf(MANY, NOW + MINUTE)).contains(TEN.plusSeconds(60));
  }

  @Test
  void patienceEndsAfterFifteenMinutes() {
    assertThat(catchUp.asOf(MANY, NOW)).isEmpty();
    assertThat(catchUp.asOf(MANY, NOW + 15 * MINUTE - 1)).isEmpty();

    assertThat(catchUp.asOf(MANY, NOW + 15 * MINUTE)).isPresent();
  }

  @Test
  void itIsNoLaterThanTheClockSaysOnceThatWasAheadByAnHour() {
    clock.advance(Duration.ofHours(1));
    assertThat(catchUp.asOf(NONE, NOW + 60 * MINUTE)).contains(TEN.plusSeconds(3_600));

    clock.set(TEN.plusSeconds(10));

    assertThat(catchUp.asOf(NONE, NOW + 10_000)).contains(TEN.plusSeconds(10));
    assertThat(catchUp.asOf(NONE, NOW + 10_050)).contains(TEN.plusSeconds(10));
  }

  @Test
  void itStaysAsLateAsItWasWhereTheClockIsSetBackByALittle() {
    clock.advance(Duration.ofMinutes(1));
    assertThat(catchUp.asOf(NONE, NOW + MINUTE)).contains(TEN.plusSeconds(60));

    clock.set(TEN.plusSeconds(57));

    assertThat(catchUp.asOf(NONE, NOW + 57_000)).contains(TEN.plusSeconds(60));
    var nextLife = new CatchUp(coverage, TEN.plusSeconds(60));
    assertThat(nextLife.asOf(NONE, NOW + 57_000)).contains(TEN.plusSeconds(60));
  }

  @Test
  void patienceIsNoLongerWhereTheClockIsSetBack() {
    assertThat(catchUp.asOf(MANY, NOW + 60 * MINUTE)).isEmpty();
    assertThat(catchUp.asOf(MANY, NOW)).isEmpty();

    assertThat(catchUp.asOf(MANY, NOW + 15 * MINUTE)).isPresent();
  }
}
