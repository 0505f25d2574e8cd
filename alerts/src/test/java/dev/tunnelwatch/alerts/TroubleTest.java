package dev.tunnelwatch.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TroubleTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Trouble trouble = new Trouble();

  @Test
  void sameAgainIsNoNewsAndAnotherIs() {
    assertThat(trouble.isNews(new IllegalStateException("at 10:00:00"), 0)).isTrue();
    assertThat(trouble.isNews(new IllegalStateException("at 10:00:02"), 2 * SECOND)).isFalse();
    var deeper = new IllegalStateException(new ArithmeticException());
    assertThat(trouble.isNews(deeper, 4 * SECOND)).isTrue();
    assertThat(trouble.isNews(deeper, 6 * SECOND)).isFalse();
  }

  @Test
  void itIsOverOnceAndOnlyWhenItHasGoneWellForAWhile() {
    assertThat(trouble.isOver(0)).as("nothing began").isFalse();
    var _ = trouble.isNews(new IllegalStateException(), 0);

    assertThat(trouble.isOver(29 * SECOND)).isFalse();
    assertThat(trouble.isOver(30 * SECOND)).isTrue();
    assertThat(trouble.isOver(31 * SECOND)).isFalse();
    assertThat(trouble.isNews(new IllegalStateException(), 32 * SECOND)).isTrue();
  }
}
