package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlternationTest {
  private static final boolean MORE = true;

  private final Alternation alternation = new Alternation(() -> this.now);
  private long now;

  @Test
  void afterALongTurnRecordsHaveAsLong() {
    assertThat(alternation.isTimeToConclude(MORE)).isTrue();
    alternation.conclude(() -> passes(100));

    alternation.take(() -> passes(60));
    assertThat(alternation.isTimeToConclude(MORE)).isFalse();
    passes(50); // nobody's
    assertThat(alternation.isTimeToConclude(MORE)).isFalse();
    alternation.take(() -> passes(40));

    assertThat(alternation.isTimeToConclude(MORE)).isTrue();
  }

  @Test
  void whereNoneWaitItIsTimeAtOnce() {
    alternation.conclude(() -> passes(100));

    assertThat(alternation.isTimeToConclude(!MORE)).isTrue();
  }

  /** A partition may be said to have more that nobody can read. */
  @Test
  void recordsThatDoNotComeAreNotWaitedForForEver() {
    alternation.conclude(() -> passes(100));
    passes(4_999);
    assertThat(alternation.isTimeToConclude(MORE)).isFalse();
    passes(1);

    assertThat(alternation.isTimeToConclude(MORE)).isTrue();
  }

  /** What was taken while nothing was concluded is not saved up. */
  @Test
  void aLongTimeOfRecordsEarnsNoMoreThanOneTurn() {
    alternation.take(() -> passes(10_000));
    alternation.conclude(() -> passes(100));

    assertThat(alternation.isTimeToConclude(MORE)).isFalse();
  }

  private void passes(long millis) {
    now += Duration.ofMillis(millis).toNanos();
  }
}
