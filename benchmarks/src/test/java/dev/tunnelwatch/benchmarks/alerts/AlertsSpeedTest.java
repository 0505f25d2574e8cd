package dev.tunnelwatch.benchmarks.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.SystemProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The measurement in short, so that it can still be made; what it measures is only printed. */
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
  }
}
