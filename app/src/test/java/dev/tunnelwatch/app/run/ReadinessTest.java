package dev.tunnelwatch.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReadinessTest {
  private static final List<String> WELL = List.of();
  private static final List<String> RESTORING = List.of("streams (restores its state)");

  private final Readiness readiness = new Readiness("ready: roles streams");

  @Test
  void readyIsSaidOnceAllIsAtWork() {
    assertThat(at(1, RESTORING)).isEmpty();
    assertThat(at(20, WELL)).contains("ready: roles streams");
    assertThat(at(21, WELL)).isEmpty();
  }

  @Test
  void troubleThatPassesIsNotSaid() {
    at(10, WELL);

    for (int second = 11; second < 1_000; second += 2) {
      assertThat(at(second, RESTORING)).isEmpty();
      assertThat(at(second + 1, WELL)).isEmpty();
    }
  }

  @Test
  void troubleThatLastsIsSaidOnceAndSoIsItsEnd() {
    at(10, WELL);

    assertThat(at(69, RESTORING)).isEmpty();
    assertThat(at(70, RESTORING)).contains("not ready for 60 s: streams (restores its state)");
    assertThat(at(71, RESTORING)).isEmpty();
    assertThat(at(500, RESTORING)).isEmpty();
    assertThat(at(510, WELL)).contains("ready again after 500 s");
    assertThat(at(511, WELL)).isEmpty();
    assertThat(at(571, RESTORING)).contains("not ready for 60 s: streams (restores its state)");
  }

  @Test
  void startThatTakesLongIsSaidAndThenThatItIsReady() {
    assertThat(at(60, RESTORING)).contains("not ready for 60 s: streams (restores its state)");
    assertThat(at(300, WELL)).contains("ready: roles streams");
    assertThat(at(301, WELL)).isEmpty();
  }

  private Optional<String> at(int second, List<String> unready) {
    return readiness.look(Duration.ofSeconds(second), unready);
  }
}
