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
