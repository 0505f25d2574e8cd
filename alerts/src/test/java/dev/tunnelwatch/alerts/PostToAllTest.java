package dev.tunnelwatch.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.alerts.Receiver.Outcome;
import dev.tunnelwatch.model.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster of which an instance hangs: it takes connections and says nothing. */
class PostToAllTest {
  private static final byte[] BODY = "[]".getBytes(StandardCharsets.UTF_8);

  private final PostToAll http = new PostToAll();
  private ServerSocket silent;
  private Hook living;

  @BeforeEach
  void start() throws IOException {
    silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    living = Hook.start();
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    living.close();
    silent.close();
  }

  @Test
  void oneThatHangsKeepsNothingFromTheOthers() {
    var hanging = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
    long began = System.nanoTime();

    var outcomes = http.post(List.of(hanging, living.address()), Map.of(), BODY);

    assertThat(living.cameAt().getFirst() - began)
        .as("nanoseconds until the other has it")
        .isLessThan(TimeUnit.SECONDS.toNanos(1));
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .as("what comes next waits for less")
        .isBetween(PostToAll.GRACE, HttpPost.PATIENCE.minusSeconds(1));
    assertThat(outcomes.keySet()).containsExactly(hanging, living.address());
    assertThat(outcomes.get(living.address())).isEqualTo(new Outcome.Delivered());
    assertThat(outcomes.get(hanging))
        .isEqualTo(new Outcome.Unreachable(hanging + ": no answer within 1000 ms of another's"));
  }

  @Test
  void nobodyWaitsForWhatIsPostedBeside() throws IOException {
    var hanging = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
    long began = System.nanoTime();

    http.postBeside(List.of(hanging, living.address()), Map.of(), BODY);

    assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(1));
    Await.until("the other to have it", Duration.ofSeconds(10), () -> !living.cameAt().isEmpty());
    try (var came = silent.accept()) {
      assertThat(came.isConnected()).isTrue();
    }
  }

  /** That others are quick to take nothing is no reason to hurry. */
  @Test
  void oneThatIsSlowHasAllItsTimeWhereNoOtherTakesIt() throws IOException {
    living.answers(
        _ -> {
          try {
            TimeUnit.MILLISECONDS.sleep(PostToAll.GRACE.toMillis() + 500);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return 200;
        });
    try (var failing = Hook.start()) {
      failing.answers(_ -> 500);

      assertThat(http.post(List.of(failing.address(), living.address()), Map.of(), BODY).values())
          .extracting(outcome -> outcome.getClass().getSimpleName())
          .containsExactly("Unreachable", "Delivered");
    }
  }
}
