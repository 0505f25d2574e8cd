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
    health.watch("ingest", end::get, Optional::empty);
    health.watch("alerts", Optional::empty, Optional::empty);
    assertThat(health.dead()).isEmpty();

    end.set(Optional.of("another living process has the same instance id"));

    assertThat(health.dead())
        .containsExactly("ingest (another living process has the same instance id)");
  }

  /** One hub partition of many that is another reader's, for instance. */
  @Test
  void aRoleThatDoesNotDoAllOfItsWorkSaysWhy() {
    var problem = new AtomicReference<Optional<String>>(Optional.empty());
    health.watch("ingest", Optional::empty, problem::get);
    assertThat(health.unready()).isEmpty();

    problem.set(Optional.of("hub/3 has not been read for 75 s: another reader owns it"));

    assertThat(health.unready())
        .containsExactly("ingest (hub/3 has not been read for 75 s: another reader owns it)");
    assertThat(health.dead()).isEmpty();
  }
}
