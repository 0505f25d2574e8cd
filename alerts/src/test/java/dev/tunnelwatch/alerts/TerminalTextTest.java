package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static dev.tunnelwatch.model.testing.Incidents.recovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Tier;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalTextTest {

  @Test
  void aPageSaysWhatWhySinceWhenAndWhichLinesProveIt() {
    var incident = parisUnreachable();
    var page = new Send(TEN, Labels.of(incident), Tier.PAGE, Send.Action.PAGE, List.of(incident));

    assertThat(TerminalText.of(page))
        .isEqualTo(
            """
            page     10:00:00  paris unreachable from gw-weu since 10:02:11: DPD timed out
                cause: peer_unreachable
                The only tunnel to paris went down: DPD timed out. Ask paris whether its line is up.
                10:02:11 gw-weu IN_0 203.0.113.7 TunnelDisconnected: Disconnected 203.0.113.7 DPD timed out
                It is not planned maintenance: no maintenance record within 2 min of the loss.
                runbook: docs/runbooks/peer_unreachable.md
                incident: %s"""
                .formatted(incident.id()));
  }

  @Test
  void noLineIsLongerThanATerminalIsWide() {
    var incident = parisUnreachable("DPD timed out ".repeat(50));
    var page = new Send(TEN, Labels.of(incident), Tier.PAGE, Send.Action.PAGE, List.of(incident));

    assertThat(TerminalText.of(page).lines().skip(1))
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(110))
        .anySatisfy(
            line ->
                assertThat(line).startsWith("    10:02:11 ").contains(" … ").endsWith("timed out"));
  }

  @Test
  void anEscapeSequenceInALineCannotSteerTheTerminal() {
    var incident = parisUnreachable("\u001b[2J");
    var page = new Send(TEN, Labels.of(incident), Tier.PAGE, Send.Action.PAGE, List.of(incident));

    assertThat(TerminalText.of(page)).doesNotContain("\u001b");
  }

  @Test
  void theEndOfAnAlertSaysWhatBecameOfWhatItTold() {
    var lost = parisUnreachable();
    var closed = lost.withState(IncidentState.CLOSED);
    var heir = Optional.of("fedcba9876543210");

    assertThat(resolve(recovered(lost, TEN.plusSeconds(200))))
        .isEqualTo("paris unreachable from gw-weu since 10:02:11: DPD timed out");
    assertThat(resolve(closed.withLineage(new Incident.Lineage(List.of(), heir))))
        .startsWith("merged into fedcba9876543210, was: paris unreachable ");
    assertThat(resolve(closed)).startsWith("withdrawn, later lines say otherwise; was: paris ");
    assertThat(resolve(lost)).startsWith("goes on under another alert: paris unreachable ");
  }

  private static String resolve(Incident incident) {
    var end = new Send(TEN, Labels.of(incident), Tier.PAGE, Send.Action.RESOLVE, List.of(incident));
    assertThat(TerminalText.of(end))
        .isEqualTo("resolve  10:00:00  " + end.title() + "\n    incident: " + incident.id());
    return end.title();
  }
}
