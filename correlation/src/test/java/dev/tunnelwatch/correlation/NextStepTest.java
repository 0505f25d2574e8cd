package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.PARIS_BGP;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
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
            "else undo exactly that change. If that does not help: ask the site whether the device"
                + " runs and its internet line is up; ping its address from elsewhere.");
  }

  @Test
  void whoWasSilentBeforeTheChangeIsNotSaidToBeSoSinceThen() {
    standby.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    standby.after("30S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(standby.incidentAfter("10M").wording().explanation())
        .contains(
            "Yet the peer "
                + PARIS
                + " does not answer: DPD timed out at 10:00:30, so there was silence from about"
                + " 09:59:45 on, before the change.")
        .doesNotContain("Since then");
  }

  /** Without an inventory nobody knows whose name it is. */
  @Test
  void changeOfAConnectionThatMayBeAnotherIsNotSaidToBeTheReason() {
    var learned = Story.at(NEU);
    learned.changed(ConfigurationScope.CONNECTION, Optional.of("cn-nice"));
    learned.after("20S").down(IN_0, PARIS, Reason.NOT_STATED);

    var now = learned.incidentAfter("10M").wording();

    assertThat(now.title()).endsWith(": a change of the configuration may be why");
    assertThat(now.explanation())
        .startsWith("Someone changed a connection around the time of the loss.")
        .contains(
            "Whether cn-nice is the connection that was lost is not known: no inventory tells")
        .endsWith(
            "Next: Check whether cn-nice is this tunnel: the connection in Azure has its peer's"
                + " address. If so, undo that change unless it was meant. If not: have the device"
                + " start what is still down and read what both ends say; compare its log of the"
                + " same minute.");

    learned.after("15M").up(IN_0, PARIS);

    assertThat(learned.incidentAfter("30M").wording().explanation())
        .endsWith(
            "By day: check whether cn-nice is this tunnel; if so, ask who changed it (Azure"
                + " activity log), and whether it was meant.");
  }

  @Test
  void changeThatTheGatewayItselfGivesAsTheReasonIsNoGuess() {
    var learned = Story.at(NEU);
    learned.changed(ConfigurationScope.CONNECTION, Optional.of("cn-nice"));
    learned.after("20S").down(IN_0, PARIS, Reason.SETTING_CHANGED);

    assertThat(learned.incidentAfter("10M").wording().title())
        .endsWith(": someone changed the configuration");
  }

  @Test
  void whoIsRefusedAfterARestartIsNotOnlySentToTheUptime() {
    standby.down(IN_0, PARIS, Reason.PEER_RESTARTED);
    standby.after("1M").refused(IN_0, PARIS, Reason.AUTHENTICATION);

    assertThat(standby.incidentAfter("10M").wording().explanation())
        .contains("Negotiations are refused from 10:01:00 on: credentials were refused.")
        .endsWith(
            "have it start the tunnel. Then: compare the pre-shared key of both ends, or the"
                + " certificates' dates; correct the end that is wrong, and make no new key.");
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

  @Test
  void whatAFailoverLeftBehindIsSentToThePeerThatDoesNotAnswer() {
    standby.down(IN_0, PARIS, Reason.STANDBY_CHANGED).down(IN_0, TOKYO, Reason.STANDBY_CHANGED);
    standby.down(IN_0, LIMA, Reason.STANDBY_CHANGED);
    standby.after("15S").up(IN_1, TOKYO).up(IN_1, LIMA);
    standby.after("40S").refused(IN_1, PARIS, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(standby.incidentAfter("134S").wording().explanation())
        .endsWith("Next: " + Cause.INSTANCE_FAILOVER.next());
    var told = standby.incidentAfter("3M").wording();
    assertThat(told.title())
        .endsWith("an instance of the gateway handed over, then the peer stopped answering");
    assertThat(told.explanation())
        .contains("This did not come back by itself: gw-neu " + PARIS + '.')
        .contains("Since then the peer " + PARIS + " does not answer: negotiations get no answer")
        .contains("Next: Ask the site whether the device runs")
        .contains("In Azure: connection to-paris of gw-neu, resource group net.")
        .contains("reset that connection, not the gateway")
        .startsWith("One instance of the gateway lost all its tunnels while the other carried on")
        .contains("What is still down may be kept down by something else.")
        .doesNotContain("Wait 2 min")
        .doesNotContain("not at the peers");
  }

  @Test
  void refusalAfterMaintenanceIsNotForgottenInWhatToDo() {
    weu.maintenance(Optional.of(IN_0)).after("5S").down(IN_0, PARIS, Reason.NOT_STATED);
    weu.after("40S").refused(IN_0, PARIS, Reason.AUTHENTICATION);

    assertThat(explanation("10M"))
        .contains("Next: Compare the pre-shared key of both ends")
        .contains("Else: have the device of what is still down start the tunnel anew");
  }

  @Test
  void peersThatWentWithTheInstanceBeingWorkedOnAreNotBlamedForTheirSilence() {
    weu.maintenance(Optional.of(IN_1));
    weu.after("10S").down(IN_1, PARIS, Reason.PEER_SILENT).down(IN_1, TOKYO, Reason.PEER_SILENT);

    var told = weu.incidentAfter("10M").wording();

    assertThat(told.title()).endsWith(": planned maintenance by Azure");
    assertThat(told.explanation())
        .contains("Next: Wait until 10:45:10, since no site is lost")
        .contains("open a support case with these times.")
        .doesNotContain("not answer")
        .doesNotContain("Ask the site");
  }

  @Test
  void whatWasSaidOfTheFirstStrikeIsNotToldOfTheSecond() {
    weu.maintenance(Optional.of(IN_0)).after("10S").down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("40S").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);
    weu.after("50S").refused(IN_0, PARIS, Reason.AUTHENTICATION).after("1M").up(IN_0, PARIS);
    weu.after("20M").maintenance(Optional.of(IN_1));
    weu.after("1210S").down(IN_1, PARIS, Reason.NOT_STATED);

    assertThat(weu.incidentAfter("30M").wording().title())
        .endsWith(" again since 10:20:10: planned maintenance by Azure");
    assertThat(explanation("30M"))
        .contains("Next: " + NextStep.ONE_LEFT)
        .doesNotContain("not answer")
        .doesNotContain("refused");
  }

  @Test
  void peerThatTheOtherInstanceHasIsNotSentForThoughItDoesNotAnswerThisOne() {
    weu.maintenance(Optional.of(IN_0)).after("10S").down(IN_0, PARIS, Reason.NOT_STATED);
    weu.after("90S").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(explanation("10M"))
        .contains("Since then the peer " + PARIS + " does not answer: negotiations get no answer")
        .contains("Next: " + NextStep.ONE_LEFT);
  }

  @Test
  void sitesThatDidNotComeBackTogetherAreACaseForAzureAtOnce() {
    standby.maintenance(Optional.empty()).after("5S").down(IN_0, PARIS, Reason.PEER_SILENT);
    standby.after("6S").down(IN_0, TOKYO, Reason.PEER_SILENT);

    assertThat(standby.incidentAfter("10M").wording().explanation())
        .contains("Next: " + NextStep.DARK_LEFT);
  }

  @Test
  void refusalThatCameTooLateToBeTheCauseIsNotContradicted() {
    standby.down(IN_0, PARIS, Reason.NOT_STATED);
    standby.after("6M").refused(IN_0, PARIS, Reason.AUTHENTICATION);

    var told = standby.incidentAfter("20M");

    assertThat(told.judgement().cause()).isEqualTo(Cause.UNEXPLAINED);
    assertThat(told.wording().title())
        .endsWith(": no reason at first, then IKE authentication refused");
    assertThat(told.wording().explanation())
        .startsWith("The loss itself left no reason.")
        .contains("Negotiations are refused from 10:06:00 on: credentials were refused.")
        .endsWith("Next: " + Cause.IKE_AUTHENTICATION.next());
  }

  @Test
  void whoAnswersAgainAndRefusesIsNotSaidToBeSilent() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);
    standby.after("20M").refused(IN_0, PARIS, Reason.AUTHENTICATION);

    var told = standby.incidentAfter("30M");

    assertThat(told.judgement().cause()).isEqualTo(Cause.PEER_UNREACHABLE);
    assertThat(told.wording().title())
        .endsWith("peer " + PARIS + " stopped answering, then IKE authentication refused");
    assertThat(told.wording().explanation())
        .startsWith("At first the peer did not answer; when it did, the two ends did not agree.")
        .endsWith("Next: " + Cause.IKE_AUTHENTICATION.next())
        .doesNotContain("no longer answers");
  }

  @Test
  void whatIsOverByItselfAsksForNothing() {
    weu.maintenance(Optional.of(IN_0)).after("5S").down(IN_0, PARIS, Reason.NOT_STATED);
    weu.after("50S").up(IN_0, PARIS);

    assertThat(explanation("2H"))
        .endsWith(
            "Next: Nothing now: it is over. By day: if that happens often, open a support case with"
                + " these times.");
  }

  @Test
  void whatIsOverGetsNobodyUp() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT).after("5M").up(IN_0, PARIS);

    assertThat(standby.incidentAfter("2H").wording().explanation())
        .endsWith(
            "Next: Nothing now: it is over. By day: ask the site what failed: device, internet"
                + " line or firewall.");
  }

  @Test
  void aConnectionThatWasRemovedIsAskedForAndNotSaidToBeOver() {
    weu.down(IN_0, PARIS, Reason.TUNNEL_REMOVED).down(IN_1, PARIS, Reason.TUNNEL_REMOVED);

    assertThat(explanation("1H")).contains("Next: If that was not meant: ask who removed it");
  }

  @Test
  void deviceThatOneInstanceStillReachesIsNotSaidToBeDown() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(explanation("10M"))
        .contains("and is presumed to have stayed reachable (nothing was heard of what is left)")
        .doesNotContain("counts as up");

    weu.at(Story.TEN.minusSeconds(600)).alive(IN_1, PARIS);

    assertThat(explanation("10M"))
        .endsWith(
            "Next: The device's tunnel with IN_1 counts as up: look at the device for what differs"
                + " with IN_0 (that address, its route, a firewall), and have it start that tunnel"
                + " anew.");

    weu.after("20M").down(IN_1, PARIS, Reason.AUTHENTICATION);

    assertThat(weu.incidentsAfter("30M"))
        .allSatisfy(
            told -> assertThat(told.wording().explanation()).doesNotContain("counts as up"));
  }

  @Test
  void sessionThatOneInstanceStillHasIsWhereToLookForWhatDiffers() {
    weu.bgpDown(IN_0, PARIS_BGP)
        .after("1S")
        .routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.99.0.0/16");

    assertThat(explanation("10M"))
        .contains(
            "No line tells whether IN_1, whose session with the same peer counts as up, still has"
                + " 10.99.0.0/16.")
        .contains("Next: The device's session with IN_1 counts as up: look at the device")
        .doesNotContain("No other way is known");

    weu.after("2S").bgpDown(IN_1, PARIS_BGP);

    assertThat(explanation("10M"))
        .contains("No other way is known to 10.99.0.0/16.")
        .endsWith("Next: " + Cause.BGP_SESSION_LOST.next());
  }

  @Test
  void changeThatNothingTiesToTheLossIsNamedAllTheSame() {
    weu.changed(ConfigurationScope.GATEWAY, Optional.empty());
    weu.after("40S").down(IN_0, PARIS, Reason.NOT_STATED);

    var incident = weu.incidentAfter("10M");

    assertThat(incident.judgement().cause()).isEqualTo(Cause.UNEXPLAINED);
    assertThat(incident.wording().explanation())
        .contains("No line proves why.")
        .contains("was recorded at 10:00:00, 40 s before: it may be why")
        .contains("Next: Ask who changed what (Azure activity log).")
        .doesNotContain("Nothing in the logs tells why");
    assertThat(incident.proof().rejectedCauses())
        .filteredOn(rejected -> rejected.cause() == Cause.CONFIGURATION_CHANGE)
        .singleElement()
        .extracting(rejected -> rejected.because())
        .asString()
        .contains("at 10:00:00 names no connection and took no other one");
  }

  @Test
  void changeOfAGatewayWithOnePeerIsNotSaidToHaveSparedOthers() {
    var one = Story.at(Cast.topology(WEU, false, Cast.toParis()));
    one.changed(ConfigurationScope.GATEWAY, Optional.empty());
    one.after("40S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(one.incidentAfter("10M").wording().explanation())
        .contains(
            "it may be why, though it names no connection, and the gateway has no other one that"
                + " could bear it out.");
  }

  @Test
  void changeOfAnotherConnectionIsNotNamed() {
    weu.changed(ConfigurationScope.CONNECTION, Optional.of("to-tokyo-" + TOKYO));
    weu.after("40S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(explanation("10M")).contains("Nothing in the logs tells why.");
  }

  @Test
  void whoTakesTheLastPathIsToldWhatWasGoneBefore() {
    weu.down(IN_0, PARIS, Reason.NOT_STATED);
    weu.after("20M").down(IN_1, PARIS, Reason.AUTHENTICATION);

    assertThat(weu.incidentsAfter("30M"))
        .filteredOn(incident -> incident.judgement().page())
        .singleElement()
        .extracting(incident -> incident.wording().explanation())
        .asString()
        .contains("Other paths were gone before: gw-weu IN_0 " + PARIS + " since 10:00:00.");
  }

  private String explanation(String after) {
    return weu.incidentAfter(after).wording().explanation();
  }

  @Test
  void allPeersThatComeAndGoTogetherAreNotSentToOneLine() {
    for (int i = 0; i < 5; i++) {
      weu.after(60 * i + "S").down(IN_0, PARIS, Reason.NOT_STATED);
      weu.after(60 * i + 1 + "S").down(IN_0, TOKYO, Reason.NOT_STATED);
      weu.after(60 * i + 20 + "S").up(IN_0, PARIS).up(IN_0, TOKYO);
    }

    assertThat(weu.incidentsAfter("6M"))
        .filteredOn(incident -> incident.judgement().cause() == Cause.PATH_UNSTABLE)
        .hasSize(2)
        .extracting(incident -> incident.wording().explanation())
        .allMatch(told -> told.contains("Next: All peers of the gateway went at the same times:"));
  }
}
