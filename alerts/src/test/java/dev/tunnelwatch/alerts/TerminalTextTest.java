package dev.tunnelwatch.alerts;

import static dev.tunnelwatch.model.testing.Incidents.TEN;
import static dev.tunnelwatch.model.testing.Incidents.parisUnreachable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Tier;
import java.util.List;
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
                runbook: docs/runbooks/peer_unreachable.md""");
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
}
