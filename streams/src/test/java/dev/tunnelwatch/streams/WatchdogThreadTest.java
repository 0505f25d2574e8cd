package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.Await;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WatchdogThreadTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Vitals HANGING =
      new Vitals(
          Set.of("a thread"), Map.of("a thread", 1.0), new Vitals.Restoring(true, 0, Map.of()));

  /** It would end alone and unheard, and whatever hangs later would hang for ever. */
  @ParameterizedTest
  @MethodSource("failures")
  void whateverALookThrowsTheNextOneComes(Runnable failure) {
    var looks = new AtomicInteger();
    var questions = new AtomicInteger();

    try (var _ =
        WatchdogThread.start(
            new Watchdog(5, 1_000), // two looks in a row at most: far from an end
            () -> {
              failing(looks, failure);
              return HANGING;
            },
            threads -> {
              assertThat(threads).containsExactly("a thread");
              failing(questions, failure);
              return false;
            })) {
      Await.until("the question after one that threw", LIMIT, () -> questions.get() > 1);
    }
  }

  /** By its number alone: the id of the client before it is the group's and may hold anything. */
  @Test
  void whatAThreadCommitsUnderIsToldByItsNumber() {
    assertThat(
            Coordinators.ids(
                "tw.correlator-p-",
                Set.of("tw.correlator-p-StreamThread-1", "x-StreamThread-2-StreamThread-12", "y")))
        .containsExactlyInAnyOrder("tw.correlator-p-1", "tw.correlator-p-12");
  }

  private static Stream<Runnable> failures() {
    return Stream.of(
        () -> {
          throw new IllegalStateException("the test's failure");
        },
        () -> {
          throw new StackOverflowError("the test's failure");
        },
        () -> {
          throw new NoClassDefFoundError("the test's failure");
        });
  }

  private static void failing(AtomicInteger times, Runnable failure) {
    if (times.incrementAndGet() == 1) {
      failure.run();
    }
  }
}
