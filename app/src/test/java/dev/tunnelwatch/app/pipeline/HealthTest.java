package dev.tunnelwatch.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class HealthTest {
  private final Health health = new Health(new SimpleMeterRegistry());

  @Test
  void aRoleThatEndsIsDeadWithItsReason() {
    var end = new AtomicReference<Optional<String>>(Optional.empty());
    health.watchEnd("ingest", end::get, () -> true);
    health.watch("alerts", () -> true, () -> true);
    assertThat(health.dead()).isEmpty();

    end.set(Optional.of("another living process has the same instance id"));

    assertThat(health.dead())
        .containsExactly("ingest (another living process has the same instance id)");
  }

  @Test
  void aRoleThatOnlySaysThatItIsDeadIsNamed() {
    health.watch("streams", () -> false, () -> true);

    assertThat(health.dead()).containsExactly("streams");
  }
}
