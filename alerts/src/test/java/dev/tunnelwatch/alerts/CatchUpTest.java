package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatchUpTest {

  private static final SourceId ZERO = new SourceId("hub", "0");
  private static final SourceId ONE = new SourceId("hub", "1");

  private final CatchUp catchUp = new CatchUp();

  @Test
  void nothingIsHeldBeforeAnySourceWasHeard() {
    assertThat(catchUp.holds(TEN)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"300, false", "301, true"}) // both sides of 5 min
  void rule37PagesWaitWhileTheWatermarkIsMoreThanFiveMinutesBehind(long behind, boolean held) {
    catchUp.put(readUpTo(ZERO, TEN.minusSeconds(behind)), TEN);

    assertThat(catchUp.holds(TEN)).isEqualTo(held);
  }

  @Test
  void rule37ASourceThatDoesNotMoveForTwoMinutesHoldsNothing() {
    var stuck = TEN.minus(Duration.ofHours(1));
    catchUp.put(readUpTo(ONE, stuck), TEN);
    assertThat(catchUp.holds(TEN.plusSeconds(119))).isTrue();

    catchUp.put(readUpTo(ZERO, TEN.plusSeconds(121)), TEN.plusSeconds(121));
    catchUp.put(readUpTo(ONE, stuck), TEN.plusSeconds(121));

    assertThat(catchUp.holds(TEN.plusSeconds(121))).isFalse();
  }

  /** A hub that is no more keeps its last word in the topic for ever. */
  @Test
  void rule37ASourceThatWasGoneBeforeWeCameHoldsNothingAtOnce() {
    catchUp.put(readUpTo(ONE, TEN.minus(Duration.ofDays(3))), TEN.minus(Duration.ofDays(3)));
    catchUp.put(readUpTo(ZERO, TEN.minusSeconds(5)), TEN.minusSeconds(4));

    catchUp.heardAll(TEN);

    assertThat(catchUp.holds(TEN)).isFalse();
  }

  /** What it says is as old as all that is said, and goes on as soon as it is back. */
  @Test
  void rule37AfterAnOutageOfAllOfUsNoSourceIsGone() {
    var before = TEN.minus(Duration.ofHours(1));
    catchUp.put(readUpTo(ONE, before), before);
    catchUp.put(readUpTo(ZERO, before.minusSeconds(5)), before.minusSeconds(5));

    catchUp.heardAll(TEN);

    assertThat(catchUp.holds(TEN)).isTrue();
    assertThat(catchUp.holds(TEN.plus(CatchUp.STALLED).plusSeconds(1))).isFalse();
  }

  @Test
  void rule37NoHoldLastsLongerThanAQuarterOfAnHour() {
    Instant now = TEN;
    for (int minute = 0; minute < 15; minute++) {
      catchUp.put(readUpTo(ZERO, now.minus(Duration.ofHours(1)).plusSeconds(1)), now);
      assertThat(catchUp.holds(now)).as("minute %d", minute).isTrue();
      now = now.plusSeconds(60);
    }
    catchUp.put(readUpTo(ZERO, now.minus(Duration.ofHours(1)).plusSeconds(1)), now);

    assertThat(catchUp.holds(now)).isFalse();
  }

  private static SourceCoverage readUpTo(SourceId source, Instant readUpTo) {
    return new SourceCoverage(source, readUpTo, 7, TEN.minus(Duration.ofDays(9)), List.of());
  }
}
