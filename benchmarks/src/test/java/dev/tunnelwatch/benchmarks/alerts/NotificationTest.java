package dev.tunnelwatch.benchmarks.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.benchmarks.pages.Verdict;
import dev.tunnelwatch.model.testing.SystemProgram;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The long proof in short: the sender dies at every point once, the Alertmanager dies, and
 * receivers are away once.
 */
@Tag("proof")
final class NotificationTest {
  private static final long SEED = 20_261_127;

  @BeforeEach
  void needAnAlertmanager() {
    var _ = SystemProgram.ALERTMANAGER.require();
  }

  @Test
  void eachFaultWakesSomebodyOnceAndEndsWhereverTheSenderDies() throws Exception {
    System.out.println("seed " + SEED);
    var outcome = NotificationProof.prove(NotificationProof.Plan.small(SEED));
    System.out.println(outcome);
    assertThat(Verdict.clean(outcome)).as("seed " + SEED + ": " + outcome).isTrue();
    assertThat(outcome.path("pointsNotReached").asInt()).isZero();
    assertThat(outcome.path("alertmanagerKills").asInt()).isOne();
    assertThat(outcome.at("/delivery/faults").asInt()).isGreaterThan(20);
    assertThat(outcome.at("/webhook/faults")).isEqualTo(outcome.at("/delivery/faults"));
  }
}
