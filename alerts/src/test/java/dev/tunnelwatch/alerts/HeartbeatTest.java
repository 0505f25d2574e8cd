package dev.tunnelwatch.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dead-man's switch that takes what it gets, or does what it likes. */
class HeartbeatTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private Hook hook;
  private Heartbeat heartbeat;

  @BeforeEach
  void start() throws IOException {
    hook = Hook.start();
    heartbeat = new Heartbeat(hook.address(), new HttpPost(Duration.ofMillis(500)), metrics);
  }

  @AfterEach
  void close() {
    heartbeat.close();
    hook.close();
  }

  @Test
  void aHeartbeatIsAPostOfNothing() {
    heartbeat.beat();
    Await.until("a heartbeat", LIMIT, () -> count("taken") == 1);

    assertThat(hook.asked())
        .singleElement()
        .satisfies(
            came -> {
              assertThat(came.method()).isEqualTo("POST");
              assertThat(came.text()).isEmpty();
            });
  }

  @ParameterizedTest
  @CsvSource({"404, refused", "302, refused", "500, unreachable", "429, unreachable"})
  void whatIsNotTakenIsCountedAndTheNextIsSentAllTheSame(int status, String outcome) {
    hook.answers(_ -> status);
    heartbeat.beat();
    Await.until("the first", LIMIT, () -> count(outcome) == 1);

    hook.answers(_ -> 200);
    Await.until(
        "the next",
        LIMIT,
        () -> {
          heartbeat.beat(); // the one before may still be about to end
          return count("taken") >= 1;
        });

    assertThat(count(outcome)).isEqualTo(1);
  }

  @Test
  void oneThatHangsHoldsNobodyUpAndHasOneHeartbeatAtATime() {
    var hangs = new CountDownLatch(1);
    hook.answers(
        _ -> {
          try {
            hangs.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return 200;
        });
    for (int i = 0; i < 100; i++) {
      heartbeat.beat();
    }
    Await.until("it to be given up", LIMIT, () -> count("unreachable") == 1);
    hangs.countDown();

    assertThat(count("taken")).isZero();
    assertThat(count("unreachable")).isEqualTo(1);
  }

  @Test
  void nothingThatIsShownHasTheSecret() {
    assertThat(metrics.getMeters()).isNotEmpty();
    assertThat(metrics.getMetersAsString()).doesNotContain("secret").contains("127.0.0.1-");
    assertThat(new HiddenAddress(hook.address()).toString()).doesNotContain("secret");
    assertThat(new Heartbeats(List.of(hook.address())).toString())
        .isEqualTo("1 dead-man's switches");
  }

  private double count(String outcome) {
    return metrics.get("tunnelwatch.alerts.heartbeats").tag("outcome", outcome).counter().count();
  }
}
