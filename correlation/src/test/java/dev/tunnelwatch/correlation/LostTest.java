package dev.tunnelwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which losses of several gateways are one fault (table, {@code site_outage}). */
class LostTest {
  private static final int FLEETS = 500;
  private static final List<String> GATEWAYS = List.of("gw-weu", "gw-neu", "gw-sea", "gw-uks");
  private static final List<String> SITES = List.of("paris", "lyon");

  @Test
  void oneThatIsNearToTwoMakesAllThreeOneFault() {
    var weu = lost(0, "gw-weu", 0, 45);
    var neu = lost(1, "gw-neu", 110, 45);
    var sea = lost(2, "gw-sea", 220, 45);
    assertThat(Lost.groups(3, List.of(weu, sea))).containsExactly(0, 1, 2);
    assertThat(Lost.groups(3, List.of(sea, weu, neu))).containsExactly(0, 0, 0);
  }

  @Test
  void slowerDpdMakesUpForALaterLossAndOneGatewayAloneIsNone() {
    var quick = lost(0, "gw-weu", 0, 45);
    assertThat(Lost.groups(2, List.of(quick, lost(1, "gw-neu", 300, 225)))).containsExactly(0, 0);
    assertThat(Lost.groups(2, List.of(quick, lost(1, "gw-neu", 301, 225)))).containsExactly(0, 1);
    assertThat(Lost.groups(2, List.of(quick, lost(1, "gw-weu", 10, 45)))).containsExactly(0, 1);
  }

  @Test
  void windowsFindWhatComparingAllPairsFinds() {
    for (int i = 0; i < FLEETS; i++) {
      long seed = Laws.seed() + i;
      var random = new SplittableRandom(seed);
      var all = new ArrayList<Lost>();
      int incidents = 1 + random.nextInt(12);
      for (int j = 0; j < 2 * incidents; j++) {
        var gateway = GATEWAYS.get(random.nextInt(GATEWAYS.size()));
        var site = SITES.get(random.nextInt(SITES.size()));
        var dpd = Duration.ofSeconds(9 + 45L * random.nextInt(5));
        var at = Story.TEN.plusSeconds(random.nextInt(1_500));
        all.add(new Lost(random.nextInt(incidents), Cast.gateway(gateway), site, at, dpd));
      }
      assertThat(Lost.groups(incidents, all)).as("seed %d", seed).isEqualTo(pairs(incidents, all));
    }
  }

  /** Each takes the least number of all that it meets, until nothing moves. */
  private static int[] pairs(int incidents, List<Lost> all) {
    int[] least = new int[incidents];
    for (int i = 0; i < incidents; i++) {
      least[i] = i;
    }
    for (boolean moved = true; moved; ) {
      moved = false;
      for (var one : all) {
        for (var other : all) {
          if (one.isSameFault(other) && least[other.incident()] < least[one.incident()]) {
            least[one.incident()] = least[other.incident()];
            moved = true;
          }
        }
      }
    }
    return least;
  }

  private static Lost lost(int incident, String gateway, int seconds, int dpd) {
    return new Lost(
        incident,
        Cast.gateway(gateway),
        "paris",
        Story.TEN.plusSeconds(seconds),
        Duration.ofSeconds(dpd));
  }
}
