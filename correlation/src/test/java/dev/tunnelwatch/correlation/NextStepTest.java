package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What to do first, where the cause alone does not tell. */
class NextStepTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @Test
  void whoDoesNotAnswerAfterAChangeIsToldAndWhatToLookAtNext() {
    standby.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    standby.after("105S").down(IN_0, PARIS, Reason.PEER_SILENT);
    standby.after("2M").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(standby.incidentAfter("10M").wording().explanation())
        .contains(
            "Since then the peer "
                + PARIS
                + " does not answer: DPD timed out at 10:01:45, negotiations get no answer from"
                + " 10:02:00 on.")
        .endsWith(
            "undo it if it was not meant. If that does not help: check that the device runs and"
                + " that its internet line is up; ping its address from elsewhere.");
  }

  @Test
  void whoIsRefusedAfterARestartIsNotOnlySentToTheUptime() {
    standby.down(IN_0, PARIS, Reason.PEER_RESTARTED);
    standby.after("1M").refused(IN_0, PARIS, Reason.AUTHENTICATION);

    assertThat(standby.incidentAfter("10M").wording().explanation())
        .contains("Negotiations are refused from 10:01:00 on: credentials were refused.")
        .endsWith(
            "plan nothing in Azure. Then: compare the pre-shared key on both ends, or the"
                + " certificates' dates; set it anew.");
  }

  @Test
  void maintenanceThatDidNotBringBackATunnelSaysWhichAndNotToWait() {
    weu.maintenance(Optional.of(IN_0)).after("5S").down(IN_0, PARIS, Reason.NOT_STATED);
    weu.after("6S").down(IN_0, TOKYO, Reason.NOT_STATED).after("50S").up(IN_0, TOKYO);

    assertThat(explanation("2M")).endsWith("Next: " + Cause.PLANNED_MAINTENANCE.next());
    assertThat(explanation("4M"))
        .contains("This did not come back by itself: gw-weu IN_0 " + PARIS + '.')
        .contains("Next: Have the device of what is still down start the tunnel anew;")
        .doesNotContain("Wait 3 min");
  }

  private String explanation(String after) {
    return weu.incidentAfter(after).wording().explanation();
  }

  @Test
  void allPeersThatComeAndGoTogetherAreNotSentToOneLine() {
    for (int i = 0; i < 5; i++) {
      standby.after(60 * i + "S").down(IN_0, PARIS, Reason.NOT_STATED);
      standby.after(60 * i + 1 + "S").down(IN_0, TOKYO, Reason.NOT_STATED);
      standby.after(60 * i + 20 + "S").up(IN_0, PARIS).up(IN_0, TOKYO);
    }

    assertThat(standby.incidentsAfter("6M"))
        .filteredOn(incident -> incident.judgement().cause() == Cause.PATH_UNSTABLE)
        .hasSize(2)
        .extracting(incident -> incident.wording().explanation())
        .allMatch(told -> told.contains("Next: All peers of the gateway went at the same times:"));
  }
}
