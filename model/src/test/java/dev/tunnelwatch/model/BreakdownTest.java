package dev.tunnelwatch.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stands in the log of a night in which something was down. */
class BreakdownTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Breakdown breakdown = new Breakdown();
  private final List<String> log = new ArrayList<>();

  @Test
  void aNightIsThreeLinesAndNotTwoThousand() {
    for (long second = 0; second < 30_000; second += 15) {
      fails(second < 600 ? "status 503" : "ConnectException", second);
    }
    for (long second = 30_000; second < 30_100; second++) {
      goesWell(second);
    }

    assertThat(log)
        .isEqualTo(List.of("0: status 503", "600: ConnectException", "30015: over after 30000 s"));
  }

  /** As of a proxy of which one of two backends is down. */
  @Test
  void whatFailsNowAndThenDoesNotEndAndBeginEachTime() {
    for (long second = 0; second < 600; second += 10) {
      fails(second % 20 == 0 ? "status 502" : "status 503", second);
      goesWell(second + 1);
    }
    goesWell(700);

    assertThat(log).containsExactly("0: status 502", "10: status 503", "700: over after 591 s");
  }

  @Test
  void itIsOverOnceAndTheNextIsNewsThoughForTheSameReason() {
    goesWell(0);
    fails("status 503", 1);
    goesWell(30);
    goesWell(31);
    goesWell(32);
    fails("status 503", 33);

    assertThat(log).containsExactly("1: status 503", "31: over after 29 s", "33: status 503");
  }

  /** A receiver of which one alert a night is asked: it took the last one, and nobody came by. */
  @Test
  void whatWentWellOnceAndWasNotTriedForHoursIsNewsWhenItFailsAgain() {
    fails("status 503", 0);
    goesWell(5);
    fails("status 503", 10_800);
    goesWell(10_900);

    assertThat(log)
        .containsExactly("0: status 503", "10800: status 503", "10900: over after 100 s");
  }

  /** Nobody knows whether it was over in between: it goes on. */
  @Test
  void whatFailsAfterHoursAndNeverWentWellIsTheSameOutage() {
    fails("status 503", 0);
    fails("status 503", 10_800);
    goesWell(10_900);

    assertThat(log).containsExactly("0: status 503", "10900: over after 10900 s");
  }

  @Test
  void reasonsWithoutEndAreOneAfterTen() {
    for (int i = 0; i < 100; i++) {
      fails("reason " + i, i);
    }

    assertThat(log).hasSize(10);
  }

  @Test
  void messageOfAFailureMayChangeAndItsKindIsTheSame() {
    assertThat(breakdown.isNews(new IllegalStateException("at 10:00:00"), 0)).isTrue();
    assertThat(breakdown.isNews(new IllegalStateException("at 10:00:02"), 2 * SECOND)).isFalse();
    var deeper = new IllegalStateException(new ArithmeticException());
    assertThat(breakdown.isNews(deeper, 4 * SECOND)).isTrue();
    assertThat(breakdown.isNews(deeper, 6 * SECOND)).isFalse();
  }

  @Test
  void whatIsTriedEachMinuteHasTheCalmOfThat() {
    var heartbeats = new Breakdown(Duration.ofMinutes(5));

    assertThat(heartbeats.isNews("status 503", 0)).isTrue();
    assertThat(heartbeats.over(60 * SECOND)).isEmpty();
    assertThat(heartbeats.isNews("status 503", 120 * SECOND)).isFalse();
    assertThat(heartbeats.over(180 * SECOND)).isEmpty();
    assertThat(heartbeats.over(420 * SECOND)).contains(Duration.ofMinutes(3));
  }

  private void fails(String why, long second) {
    if (breakdown.isNews(why, second * SECOND)) {
      log.add(second + ": " + why);
    }
  }

  private void goesWell(long second) {
    breakdown
        .over(second * SECOND)
        .ifPresent(time -> log.add(second + ": over after " + time.toSeconds() + " s"));
  }
}
