package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 101})
  void aFleetOfImpossibleSizeIsRefused(int gateways) {
    assertThatThrownBy(() -> Scenario.all(7, Scenario.DEFAULT_START, gateways, 6))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("gateways: expected 2 to 100, got " + gateways);
  }

  @Test
  void aDemoTooShortToPageIsRefused() {
    assertThatThrownBy(() -> Scenario.demo(7, Scenario.DEFAULT_START, Duration.ofMinutes(19)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("length: expected at least PT20M, got PT19M");
  }

  @Test
  void aDemoOfAnotherSizeIsRefusedRatherThanMadeADozen() {
    assertThatThrownBy(() -> Scenario.named("demo", 7, Scenario.DEFAULT_START, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("gateways: expected 12 with the scenario demo");
  }

  @Test
  void scenariosAreKnownByName() {
    var start = Scenario.DEFAULT_START;

    assertThat(Scenario.named("all", 7, start, 12, 6)).contains(Scenario.all(7, start, 12, 6));
    assertThat(Scenario.named("healthy", 7, start, 12, 6)).isPresent();
    assertThat(Scenario.named("demo", 7, start, 12, 1)).isPresent();
    assertThat(Scenario.named("scale", 7, start, 5_000, 6))
        .contains(Scenario.scale(7, start, 5_000, 6));
    assertThat(Scenario.named("flood", 7, start, 12, 6)).isEmpty();
    assertThat(Scenario.names())
        .contains(
            "all",
            "demo",
            "healthy",
            "compound",
            "blips",
            "maintenance",
            "flapping",
            "unstable",
            "scale");
  }
}
