package dev.tunnelwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.correlation.History.Heard;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class UrgencyTest {
  private static final int HISTORIES = 3;

  @Test
  void nobodyIsToldOfTroubleLateBecauseWhatBeganItWasLeft() {
    int left = 0;
    for (var scenario : Scenario.values()) {
      for (int i = 0; i < HISTORIES; i++) {
        left += left(scenario, Laws.seed() + i);
      }
    }
    assertThat(left).isGreaterThan(Scenario.values().length);
  }

  private static int left(Scenario scenario, long seed) {
    int left = 0;
    var engine = GatewayEngine.empty(Cast.WEU);
    for (var heard : inOrderOfArrival(scenario, seed)) {
      var asOf = heard.enqueuedAt();
      boolean wasWell = isWell(engine, scenario, asOf);
      boolean isNews = heard.tell(engine);
      if (isNews && wasWell && heard.event().filter(Urgency::canBegin).isEmpty()) {
        left++;
        assertThat(isWell(engine, scenario, asOf))
            .as("%s, seed %d, after %s", scenario, seed, heard)
            .isTrue();
      }
    }
    return left;
  }

  private static Iterable<Heard> inOrderOfArrival(Scenario scenario, long seed) {
    return History.random(new SplittableRandom(seed), scenario).all().stream()
        .sorted(Comparator.comparing(Heard::enqueuedAt))
        .toList();
  }

  private static boolean isWell(GatewayEngine engine, Scenario scenario, Instant asOf) {
    return Urgency.isWell(
        engine.incidents(scenario.topology(), Optional.empty(), asOf).incidents());
  }
}
