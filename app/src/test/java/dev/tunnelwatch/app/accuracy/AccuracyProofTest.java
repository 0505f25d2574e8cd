package dev.tunnelwatch.app.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The figures of {@code docs/accuracy.md}, over fewer fleets and by the same code. */
@Tag("proof")
class AccuracyProofTest {
  private static final List<Long> SEEDS = List.of(1L, 2L);

  @Test
  void oneIncidentPerFaultWithItsCauseAndAPageInTime() throws Exception {
    var outcomes = measured(Part.PLAIN);

    assertThat(outcomes.f1().all()).as("F1, seeds %s", SEEDS).isGreaterThanOrEqualTo(0.98);
    assertThat(outcomes.share("/replay/judged/cause").all()).isGreaterThanOrEqualTo(0.95);
    assertThat(outcomes.share("/replay/judged/evidence").all()).isGreaterThanOrEqualTo(0.95);
    assertThat(outcomes.incidentsPerFault().all()).isLessThanOrEqualTo(1.02);
    for (var delivery : Trial.DELIVERIES) {
      assertThat(outcomes.sum('/' + delivery + "/pages/missed")).as(delivery).isZero();
    }
    assertThat(outcomes.share("/uniform/pages/blips").all()).isGreaterThanOrEqualTo(0.99);
    assertThat(outcomes.median("/uniform/pages/delaySeconds").all()).isLessThan(150);
  }

  @Test
  void otherWordsCostLittle() throws Exception {
    var outcomes = measured(Part.MUTATED);

    assertThat(outcomes.f1().all()).as("F1, seeds %s", SEEDS).isGreaterThanOrEqualTo(0.95);
    assertThat(outcomes.share("/replay/judged/cause").all()).isGreaterThanOrEqualTo(0.90);
    assertThat(outcomes.share("/replay/judged/evidence").all()).isGreaterThanOrEqualTo(0.95);
    assertThat(outcomes.incidentsPerFault().all()).isLessThanOrEqualTo(1.02);
    for (var delivery : Trial.DELIVERIES) {
      assertThat(outcomes.sum('/' + delivery + "/pages/missed")).as(delivery).isZero();
    }
  }

  private static Outcomes measured(Part part) throws Exception {
    var outcomes = new ArrayList<JsonNode>();
    for (long seed : SEEDS) {
      outcomes.add(Trial.run(part, seed));
    }
    return new Outcomes(outcomes);
  }
}
