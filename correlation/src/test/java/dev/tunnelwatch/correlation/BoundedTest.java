package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.WEU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Reason;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** However much a gateway says, it is concluded from a few hundred entries an hour (rule 9). */
class BoundedTest {
  private static final int LINES = 100_000;

  @Test
  void hundredThousandLinesAnHourBecomeAFewHundredEntries() {
    var random = new SplittableRandom(7);
    var engine = GatewayEngine.empty(WEU);
    for (int i = 0; i < LINES; i++) {
      var story = Story.at(WEU).at(Story.TEN.plusMillis(36L * i));
      var on = random.nextBoolean() ? Instance.IN_0 : Instance.IN_1;
      switch (random.nextInt(10)) {
        case 0 -> story.refused(on, Cast.PARIS, Reason.NEGOTIATION_TIMED_OUT);
        case 1 -> story.deleted(Instance.IN_0, Cast.TOKYO, Reason.SA_EXPIRED_OR_DELETED);
        case 2 -> story.rekeyed(on, Cast.TOKYO);
        default -> story.alive(on, Cast.TOKYO);
      }
      story.events().forEach(engine::add);
      story.presences().forEach(engine::add);
    }

    // two instances refused and one SA deleted, each minute, two at either end
    assertThat(engine.memory().events()).hasSizeBetween(700, 3 * 60 * 4);
    assertThat(engine.memory().presence()).hasSize(4);
  }
}
