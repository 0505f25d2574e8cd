package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.Await;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchdogThreadTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Vitals HANGING =
      new Vitals(
          Set.of("a thread"), Map.of("a thread", 1.0), new Vitals.Restoring(true, 0, Map.of()));

  /** It would end alone and unheard, and whatever hangs later would hang for ever. */
  @Test
  void whateverALookThrowsTheNextOneComes() {
    var looks = new AtomicInteger();
    var questions = new AtomicInteger();

    try (var _ =
        WatchdogThread.start(
            new Watchdog(5, 1_000), // two looks in a row at most: far from an end
            () -> {
              failing(looks, "vitals");
              return HANGING;
            },
            threads -> {
              assertThat(threads).containsExactly("a thread");
              failing(questions, "Kafka");
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

  private static void failing(AtomicInteger times, String what) {
    if (times.incrementAndGet() == 1) {
      throw new IllegalStateException("the test's failure: " + what);
    }
  }
}
