package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Reason;
import org.junit.jupiter.api.Test;

/**
 * The losses of a path that two instances may carry, where records share a second (rules 7, 15).
 */
class PathLossTest {
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @Test
  void pathTakenOverBeforeItsDisconnectIsWrittenStillHasAnOpeningLine() {
    standby.up(IN_0, PARIS);
    standby.after("10S").down(IN_1, PARIS, Reason.NOT_STATED);
    standby.after("60S").up(IN_0, PARIS);
    standby.after("60.3S").up(IN_1, PARIS);
    standby.after("60.8S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(standby.incidentAfter("5M").proof().evidence())
        .anyMatch(line -> line.text().startsWith("Disconnected IN_0"));
  }

  @Test
  void removedTunnelIsNotClosedByTheOtherInstancesConnect() {
    standby.up(IN_1, PARIS);
    standby.after("60S").down(IN_0, PARIS, Reason.TUNNEL_REMOVED).up(IN_1, PARIS);
    standby.after("61S").down(IN_1, PARIS, Reason.NOT_STATED);

    assertThat(standby.incidentAfter("5M").proof().evidence())
        .extracting(line -> line.text())
        .containsExactly("Disconnected IN_0 " + PARIS + " TUNNEL_REMOVED");
  }
}
