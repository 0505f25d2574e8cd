package dev.tunnelwatch.benchmarks.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.SystemProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The measurement in short, so that it can still be made; how soon is only printed. */
@Tag("proof")
final class AlertsSpeedTest {

  @BeforeEach
  void needAnAlertmanager() {
    var _ = SystemProgram.ALERTMANAGER.require();
  }

  @Test
  void allAreToldAndEachOnce() throws Exception {
    var plan = AlertsSpeed.Plan.small();
    var found = AlertsSpeed.measure(plan);
    assertThat(found.path("told").asInt()).isEqualTo(plan.open());
    assertThat(found.path("firing").asInt()).isEqualTo(plan.open());
    assertThat(found.path("toldTwice").asInt()).isZero();
    assertThat(found.path("atOnce").asInt())
        .isEqualTo(plan.open() - plan.perSecond() * plan.seconds());
    assertThat(found.path("incidents").asInt()).as("all but a quarter to warm up").isEqualTo(45);
    assertThat(found.path("p50").asLong()).as("told before it was published").isPositive();
  }
}
