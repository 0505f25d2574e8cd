package dev.tunnelwatch.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tunnelwatch.benchmarks.processes.Child;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who ended by itself is counted once, whoever finds it dead; who was killed is not. */
final class CrewTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path directory;

  @Test
  void aProcessThatEndsItselfIsCountedOnce() throws Exception {
    try (var crew = new Crew(this::start)) {
      crew.join();
      crew.join();
      end(crew, 0);
      assertThat(crew.endedThemselves()).isEqualTo(1);

      crew.start(0, Map.of());
      assertThat(crew.endedThemselves()).isEqualTo(1);

      end(crew, 0);
      crew.kill(0); // which is nothing to it any more
      assertThat(crew.endedThemselves()).isEqualTo(2);
      crew.restart(0, Map.of());
      assertThat(crew.endedThemselves()).isEqualTo(2);
      assertThat(crew.of(0).alive()).isTrue();
    }
  }

  @Test
  void aProcessThatIsKilledIsNotCounted() throws Exception {
    try (var crew = new Crew(this::start)) {
      crew.join();
      crew.kill(0);
      assertThat(crew.endedThemselves()).isZero();
      crew.start(0, Map.of());
      crew.restart(0, Map.of());
      assertThat(crew.endedThemselves()).isZero();
      assertThatThrownBy(() -> crew.start(0, Map.of())).hasMessageContaining("it lives");
    }
  }

  private static void end(Crew crew, int member) throws Exception {
    crew.of(member).tell("end");
    assertThat(crew.of(member).awaitEnd(LIMIT)).isTrue();
  }

  private Child start(int member, Map<String, String> environment) {
    return Child.start(
        List.of("sh", "-c", "read line"), environment, directory.resolve("log-" + member), _ -> {});
  }
}
