package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevisionsTest {

  private static final Instant LOST = TEN.plusSeconds(131);

  @Test
  void rule39EarlierEvidenceMovesTheIdAndTheOldOneNamesItsHeir() {
    var before = beginning("00000000000000aa", LOST, Optional.empty()).withRevision(3);
    var now = beginning("00000000000000bb", LOST.minusSeconds(7), Optional.empty());

    var next = Revisions.next(List.of(before), List.of(now));

    assertThat(next).hasSize(2);
    assertThat(next.getFirst().lineage().mergedInto()).contains("00000000000000bb");
    assertThat(next.getFirst().state()).isEqualTo(IncidentState.CLOSED);
    assertThat(next.getLast().lineage().replaces()).containsExactly("00000000000000aa");
  }

  @Test
  void aLossOfTheSameTunnelThatWasOverByThenIsNoHeir() {
    var before = beginning("00000000000000aa", LOST, Optional.empty());
    var over =
        beginning("00000000000000bb", LOST.minusSeconds(900), Optional.of(LOST.minusSeconds(9)));

    var next = Revisions.next(List.of(before), List.of(over));

    assertThat(next.getFirst().lineage().mergedInto()).isEmpty();
    assertThat(next.getLast().lineage().replaces()).isEmpty();
  }

  private static Incident beginning(String id, Instant from, Optional<Instant> to) {
    var i = parisUnreachable();
    var c = i.conditions().getFirst();
    return new Incident(
        id,
        i.revision(),
        i.state(),
        i.judgement(),
        i.wording(),
        new Incident.Span(from, to),
        i.scope(),
        i.redundancy(),
        List.of(new Condition(c.id(), c.kind(), c.entity(), from, to, c.causedBy(), c.evidence())),
        i.proof(),
        i.lineage(),
        i.inventory(),
        i.flags());
  }
}
