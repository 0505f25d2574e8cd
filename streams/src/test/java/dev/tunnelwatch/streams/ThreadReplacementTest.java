package dev.tunnelwatch.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {

  private final ThreadReplacement threads = new ThreadReplacement();
  private final RuntimeException failure = new IllegalStateException("the story's failure");

  @Test
  void aThreadIsReplacedFiveTimesInTenMinutes() {
    for (int i = 0; i < ThreadReplacement.LIMIT; i++) {
      assertThat(threads.died(failure, i)).isEqualTo(REPLACE_THREAD);
    }
    assertThat(threads.gaveUp()).isFalse();

    assertThat(threads.died(failure, 6)).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(threads.gaveUp()).isTrue();
  }

  @Test
  void whatHappensNowAndThenIsBorneForEver() {
    long step = Duration.ofMinutes(3).toNanos();
    for (int i = 0; i < 100; i++) {
      assertThat(threads.died(failure, i * step)).isEqualTo(REPLACE_THREAD);
    }
  }

  @Test
  void anErrorOfTheMachineIsFinal() {
    assertThat(threads.died(new StackOverflowError(), 0)).isEqualTo(SHUTDOWN_CLIENT);
  }
}
