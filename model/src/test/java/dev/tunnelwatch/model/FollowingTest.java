package dev.tunnelwatch.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class FollowingTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final Following following = new Following(nanos::get);

  @Test
  void itIsReadyOnceItHasReadWhatThereWas() {
    assertThat(following.problem()).contains("it still reads what there was before it began");

    following.caughtUp();
    assertThat(following.problem()).isEmpty();

    following.begin();
    assertThat(following.problem()).contains("it still reads what there was before it began");
  }

  @Test
  void aKafkaThatDoesNotAnswerForAMinuteIsToldUntilItDoes() {
    following.caughtUp();
    following.looked(100);
    seconds(60);
    assertThat(following.problem()).isEmpty();

    seconds(1);
    following.looked(100);
    assertThat(following.problem()).contains("nothing could be read from Kafka for 61 s");

    following.looked(160);
    assertThat(following.problem()).isEmpty();
  }

  /** Another client counts from the beginning. */
  @Test
  void fewerBytesAreAnAnswerToo() {
    following.caughtUp();
    following.looked(100_000);
    seconds(61);

    following.looked(80);

    assertThat(following.problem()).isEmpty();
  }

  /** Whoever never gets as far as a look is no better off. */
  @Test
  void silenceIsToldOfOneThatStillReadsToo() {
    seconds(75);

    assertThat(following.problem()).contains("nothing could be read from Kafka for 75 s");
  }

  private void seconds(long seconds) {
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
  }
}
