package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Story.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockWatchTest {
  private final SettableClock clock = new SettableClock(TEN);
  private long nanos = Long.MAX_VALUE - 1; // begins anywhere, and may overflow
  private final ClockWatch watch = new ClockWatch(clock::millis, () -> nanos);

  @Test
  void whatSetsTheClockRightInSmallStepsIsNoJump() {
    for (int i = 0; i < 100; i++) {
      pass(Duration.ofSeconds(1));
      clock.advance(Duration.ofMinutes(-1)); // as much as is borne

      assertThat(watch.look()).isEmpty();
    }
  }

  @Test
  void aLookThatComesLateFindsNothingInTimeThatPassed() {
    pass(Duration.ofHours(3));

    assertThat(watch.look()).isEmpty();
  }

  /** The threads go on by themselves. */
  @Test
  void nothingEndsWhereTheClockIsSetAhead() {
    clock.advance(Duration.ofHours(1));

    assertThat(watch.look()).isEmpty();
  }

  @Test
  void aClockThatIsSetBackIsFoundOnce() {
    pass(Duration.ofSeconds(1));
    clock.advance(Duration.ofHours(-1));

    assertThat(watch.look())
        .contains("the clock was set back by 3600 s, and the threads would wait for as long");
    pass(Duration.ofSeconds(1));
    assertThat(watch.look()).isEmpty();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    clock.advance(time);
  }
}
