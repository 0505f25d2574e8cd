package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.OSLO_1;
import static dev.tunnelwatch.correlation.Cast.OSLO_2;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.PARIS_BGP;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Reason;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of one incident beyond its cause (rules 12, 17, 27, 32 and 33). */
class WordsTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @Test
  void maintenanceOfTheOtherInstanceIsNamed() {
    weu.maintenance(Optional.of(IN_0)).after("20S").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentAfter("10M").proof().rejectedCauses().getFirst().because())
        .isEqualTo("HostMaintenanceEvent at 10:00:00 was on IN_0, this was lost on IN_1");
  }

  @Test
  void aSiteOutageSaysWhoLostTheSite() {
    var oslo =
        Story.at(Cast.topology(WEU, false, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2)));
    oslo.down(IN_0, OSLO_1, Reason.PEER_SILENT).down(IN_0, OSLO_2, Reason.PEER_SILENT);

    assertThat(oslo.incidentAfter("10M").wording().explanation())
        .startsWith("All devices of the site were lost at the same time, so the fault is at");
  }

  @Test
  void unstablePathNamesTheCommonestReason() {
    for (int i = 0; i < 5; i++) {
      weu.after(30 * i + "S").down(IN_0, PARIS, i == 2 ? Reason.NOT_STATED : Reason.PEER_SILENT);
      weu.after(30 * i + 10 + "S").up(IN_0, PARIS);
    }

    assertThat(explanation("10M"))
        .contains(
            "The tunnel was lost 5 times from 10:00:00 to 10:02:00, most often because the peer did");
  }

  @Test
  void flappingThatEndedInALastingLossIsToldInTheExplanation() {
    for (int i = 0; i < 4; i++) {
      weu.after(30 * i + "S").down(IN_0, PARIS, Reason.PEER_SILENT);
      weu.after(30 * i + 10 + "S").up(IN_0, PARIS);
    }
    weu.after("2M").down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);

    assertThat(weu.incidentAfter("13M").wording().title())
        .endsWith("peer " + PARIS + " closed the tunnel");
    assertThat(explanation("13M"))
        .contains("The tunnel was lost 5 times from 10:00:00 to 10:02:00");
  }

  @Test
  void causeThatSingleLossesProveIsNotCalledUnheardOf() {
    for (int i = 0; i < 5; i++) {
      weu.after(30 * i + "S").down(IN_0, PARIS, i == 0 ? Reason.PEER_RESTARTED : Reason.NOT_STATED);
      weu.after(30 * i + 10 + "S").up(IN_0, PARIS);
    }

    assertThat(weu.incidentAfter("10M").proof().rejectedCauses())
        .extracting(Incident.RejectedCause::because)
        .endsWith("single losses say so, what they have in common says more");
  }

  @ParameterizedTest
  @CsvSource({
    "30S, to-paris, SetConfiguration of to-paris was recorded at 10:00:30.",
    "-5M, to-paris, SetConfiguration of to-paris was recorded at 09:55:00.",
    "10M1S, to-paris, no record of the change came within 10 min of it.",
    "30S, to-tokyo, no record of the change came within 10 min of it."
  })
  void recordOfAChangeThatTheTunnelLogTellsOfIsNamedWhereOneIsNear(
      String after, String connection, String told) {
    weu.down(IN_0, PARIS, Reason.SETTING_CHANGED);
    weu.after(after).changed(ConfigurationScope.CONNECTION, Optional.of(connection));

    assertThat(explanation("15M")).contains("The gateway gives it as the reason; " + told);
  }

  @Test
  void pathThatIsBackIsNotSaidToBeGoneAndItsDeviceRuns() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("20M").down(IN_1, PARIS, Reason.PEER_SILENT).after("25M").up(IN_0, PARIS);

    assertThat(weu.incidentsAfter("40M"))
        .filteredOn(incident -> incident.judgement().page())
        .singleElement()
        .extracting(incident -> incident.wording().explanation())
        .asString()
        .contains("were gone before: gw-weu IN_0 " + PARIS + " from 10:00:00 to 10:25:00.")
        .contains("Next: The device's tunnel with IN_0 counts as up");
  }

  @Test
  void withoutATunnelLogItIsNotSaidThatTunnelsWereKept() {
    standby.bgpDown(IN_0, PARIS_BGP);

    assertThat(standby.incidentAfter("10M").wording().explanation())
        .contains(
            "Whether paris from gw-neu kept its paths is not known, since no line of the tunnel log"
                + " was read.")
        .doesNotContain("kept all");

    standby.alive(IN_0, PARIS);

    assertThat(standby.incidentAfter("10M").wording().explanation())
        .contains("paris from gw-neu kept all its paths.");
  }

  @Test
  void whatFlappedIsSaidToHaveEndedWithItsLastLossAndToBeWatched() {
    for (int i = 0; i < 4; i++) {
      standby.after(60 * i + "S").down(IN_0, PARIS, Reason.PEER_SILENT);
      standby.after(60 * i + 20 + "S").up(IN_0, PARIS);
    }

    assertThat(standby.incidentAfter("10M").wording().title())
        .startsWith(
            "paris is unreachable at times from gw-neu since 10:00:00, the last loss until"
                + " 10:03:20: ");
    var words = standby.incidentAfter("2H").wording();
    assertThat(words.title())
        .startsWith("paris was unreachable at times from gw-neu 10:00:00 to 10:03:20: unstable");
    assertThat(words.explanation())
        .contains(
            "The last loss was over at 10:03:20; without another it counts as stable from 10:2");
  }

  @Test
  void maintenanceAtThatTimeIsToldToWhoeverIsWokenForSomethingElse() {
    weu.maintenance(Optional.of(IN_0)).after("5M").down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("1H").down(IN_1, TOKYO, Reason.PEER_SILENT);

    assertThat(weu.incidentsAfter("2H").stream().map(i -> i.wording().explanation()))
        .satisfiesExactlyInAnyOrder(
            near ->
                assertThat(near)
                    .contains(
                        "Azure worked on this gateway around that time (maintenance recorded at"
                            + " 10:00:00 on IN_0); no line ties it to this."),
            later -> assertThat(later).doesNotContain("Azure worked"));
  }

  @Test
  void thatRoutesComeByBgpIsSaidOnlyWhereTheTunnelIsUp() {
    var story = Story.at(Cast.topology(NEU, false, Cast.toParisByBgpOnly()));
    story.down(IN_0, PARIS, Reason.PEER_SILENT).after("10S").bgpDown(IN_0, PARIS_BGP);
    story.after("5M").up(IN_0, PARIS).after("301S").bgpUp(IN_0, PARIS_BGP);

    assertThat(story.incidentAfter("1H").wording().explanation()).doesNotContain("All routes to");

    var late = Story.at(Cast.topology(NEU, false, Cast.toParisByBgpOnly()));
    late.down(IN_0, PARIS, Reason.PEER_SILENT).after("10S").bgpDown(IN_0, PARIS_BGP);
    late.after("5M").up(IN_0, PARIS).after("9M").bgpUp(IN_0, PARIS_BGP);

    assertThat(late.incidentAfter("1H").wording().explanation())
        .contains("All routes to paris come by BGP: a tunnel without its session leads nowhere.");
  }

  @Test
  void connectionAndResourceGroupAreNamed() {
    weu.down(IN_0, PARIS, Reason.AUTHENTICATION);

    assertThat(explanation("10M"))
        .contains(" In Azure: connection to-paris of gw-weu, resource group net. Times are UTC");
  }

  @Test
  void withoutAnInventoryTheGatewayIsNamedAlone() {
    var learned = Story.at(WEU);
    learned.down(IN_0, PARIS, Reason.AUTHENTICATION);

    assertThat(learned.incidentAfter("10M").wording().explanation())
        .contains("In Azure: gateway gw-weu, resource group net.");
  }

  @Test
  void siteThatAnotherFaultTookIsNamedWithIt() {
    weu.down(IN_0, PARIS, Reason.AUTHENTICATION);
    weu.after("20M").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentsAfter("30M"))
        .anySatisfy(
            i ->
                assertThat(i.wording().explanation())
                    .contains(
                        "paris from gw-weu kept 1 of 2 paths and stayed reachable until 10:20:00,"
                            + " when its last path went (gw-weu IN_1 "
                            + PARIS
                            + "), told as an incident of its own."));

    weu.after("29M").up(IN_1, PARIS);

    assertThat(weu.incidentsAfter("40M"))
        .anySatisfy(
            i ->
                assertThat(i.wording().explanation())
                    .contains(
                        "paris from gw-weu kept 1 of 2 paths and stayed reachable except from"
                            + " 10:20:00 to 10:29:00, when its last path was gone too (gw-weu IN_1 "
                            + PARIS
                            + "), told as an incident of its own."));
  }

  @Test
  void recoveryThatWasConcludedIsSaidToBe() {
    weu.down(IN_0, LIMA, Reason.PEER_SILENT);
    weu.after("5M").alive(IN_0, LIMA);

    assertThat(explanation("10M"))
        .contains("That it came back is concluded from later lines: gw-weu IN_0 " + LIMA + '.');
  }

  /** The sign of life is of 10:05, and of the seconds nothing is known. */
  @Test
  void ofAReturnThatWasConcludedOnlyTheMinuteIsTold() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT).after("5M20S").alive(IN_0, PARIS);

    var incident = standby.incidentAfter("5M40S");

    assertThat(incident.span().endedAt()).contains(Story.TEN.plusSeconds(360));
    assertThat(incident.wording().title())
        .startsWith("paris was unreachable from gw-neu 10:00:00 to 10:06: peer ");
    assertThat(incident.wording().explanation())
        .contains("lost its last path at 10:00:00 and had one again by 10:06.")
        .contains("Nothing now, if it stays: it is just back (by 10:06).")
        .doesNotContain("10:06:");
  }

  @Test
  void whatFlappedAndIsConcludedToBeBackIsToldToTheMinuteToo() {
    for (int i = 0; i < 4; i++) {
      standby.after(60 * i + "S").down(IN_0, PARIS, Reason.PEER_SILENT);
      standby.after(60 * i + 20 + "S").up(IN_0, PARIS);
    }
    standby.after("4M").down(IN_0, PARIS, Reason.PEER_SILENT).after("5M20S").alive(IN_0, PARIS);

    var words = standby.incidentAfter("8M").wording();

    assertThat(words.title()).contains("the last loss until 10:06: ").doesNotContain("10:06:00");
    assertThat(words.explanation()).contains("The last loss was over by 10:06; without another");
  }

  @Test
  void causeIsFollowedByTheNextStepAndWhatItIsNotStandsByItself() {
    weu.at(Story.TEN.minusSeconds(600)).alive(IN_1, TOKYO).at(Story.TEN);
    weu.down(IN_0, TOKYO, Reason.PEER_SILENT);

    assertThat(explanation("10M"))
        .matches("The peer no longer answers.*Next: The device's tunnel with IN_1 .*")
        .doesNotContain("It is not");
    assertThat(weu.incidentAfter("10M").proof().ruledOut().orElseThrow())
        .startsWith("It is not planned maintenance: ");
  }

  @Test
  void negotiationsThatAreOverAreToldAsOver() {
    standby.up(IN_0, PARIS);
    for (int i = 1; i < 20; i++) {
      standby.after(i + "M").refused(IN_0, PARIS, Reason.POLICY_MISMATCH);
    }

    assertThat(standby.incidentAfter("19M").wording().explanation())
        .contains("The tunnel counts as up all the same: traffic may not pass, since");
    assertThat(standby.incidentAfter("2H").wording().explanation())
        .contains("The tunnel counted as up all the same: traffic may not have passed, since")
        .doesNotContain("may not pass,");
  }

  @Test
  void recordOfAChangeIsNotMissedBeforeItsTime() {
    standby.down(IN_0, PARIS, Reason.SETTING_CHANGED);

    assertThat(standby.incidentAfter("9M59S").wording().explanation())
        .contains("The gateway gives it as the reason; no record of the change has come yet.");
    assertThat(standby.incidentAfter("10M").wording().explanation())
        .contains("no record of the change came within 10 min of it.");
  }

  @Test
  void lineThatTellsOfTheTakeoverIsShown() {
    standby.up(IN_0, PARIS).after("10M").down(IN_0, PARIS, Reason.PEER_SILENT);
    standby.after("14M").up(IN_1, PARIS);

    assertThat(standby.incidentAfter("2H").proof().evidence())
        .extracting(line -> line.text())
        .containsExactly("Disconnected IN_0 " + PARIS + " PEER_SILENT", "Connected IN_1 " + PARIS);
  }

  @Test
  void peerThatClosedAndThenKeepsSilentIsToldAsBoth() {
    standby.down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    standby.after("1M").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);

    var told = standby.incidentAfter("10M");

    assertThat(told.judgement().cause()).isEqualTo(Cause.PEER_CLOSED);
    assertThat(told.wording().title())
        .endsWith("peer %s closed the tunnel, then it stopped answering".formatted(PARIS));
    assertThat(told.wording().explanation())
        .contains("Since then the peer " + PARIS + " does not answer:");
  }

  /** What got no answer just after the loss is a line that stands below, too. */
  @Test
  void silenceOfAPeerThatClosedIsToldFromItsFirstLineOn() {
    standby.down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    standby.after("5S").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);
    standby.after("40S").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);
    standby.after("50S").up(IN_0, PARIS);

    assertThat(standby.incidentAfter("1H").wording().explanation())
        .contains(
            "After the loss the peer "
                + PARIS
                + " did not answer: negotiations got no answer from 10:00:05 on.");
  }

  @Test
  void peerThatOneInstanceHearsHasNotStoppedAnswering() {
    weu.at(Story.TEN.minusSeconds(600)).alive(IN_1, PARIS).at(Story.TEN);
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(explanation("10M"))
        .startsWith(
            "The peer no longer answers IN_0, while its tunnel with IN_1 counts as up: packets"
                + " between it and IN_0 do not arrive.");

    weu.after("20M").up(IN_0, PARIS);

    assertThat(explanation("1H"))
        .startsWith("The peer did not answer IN_0, while its tunnel with IN_1 counted as up:")
        .endsWith(
            "By day: the device's tunnel with IN_1 counted as up: look at the device for what"
                + " differs with IN_0 (that address, its route, a firewall).");
  }

  /** Whose answer is a refusal answers. */
  @Test
  void peerThatRefusesOneInstanceIsNotSaidToHaveKeptSilent() {
    weu.at(Story.TEN.minusSeconds(600)).alive(IN_1, PARIS).at(Story.TEN);
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("20M").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    weu.after("21M").refused(IN_0, PARIS, Reason.AUTHENTICATION);

    assertThat(explanation("30M"))
        .startsWith("At first the peer did not answer; when it did, the two ends did not agree.");

    weu.after("40M").up(IN_0, PARIS);

    assertThat(explanation("2H"))
        .contains("Negotiations were refused from 10:20:00 on")
        .doesNotContain("counted as up");
  }

  /** A line that loses packets makes them silent, and closes nothing. */
  @Test
  void whatThePeerClosesOverAndOverIsAskedOfTheDevice() {
    for (int i = 0; i < 5; i++) {
      var reason = i == 2 ? Reason.PEER_SILENT : Reason.REMOTELY_TRIGGERED;
      weu.after(30 * i + "S").down(IN_0, PARIS, reason).after(30 * i + 10 + "S").up(IN_0, PARIS);
    }

    assertThat(weu.incidentAfter("10M").judgement().cause()).isEqualTo(Cause.PATH_UNSTABLE);
    assertThat(explanation("10M")).endsWith("Next: " + Cause.PEER_CLOSED.next());
    assertThat(explanation("6H")).contains("By day: look in the device's log for who or what");
  }

  /** It stands in the log, and whoever reads it may know what nobody taught us. */
  @Test
  void reasonNobodyKnowsIsQuotedAndNotDenied() {
    weu.down("Disconnected 203.0.113.7 Gremlins in the line", IN_0, PARIS, Reason.UNRECOGNISED);

    assertThat(explanation("10M"))
        .startsWith("The log gives \"Gremlins in the line\", which is not known to Tunnelwatch. ")
        .doesNotContain("Nothing in the logs tells why");
  }

  @Test
  void oneOfTwoSessionsIsNotToldAsAll() {
    weu.bgpDown(IN_0, PARIS_BGP).after("5M").bgpDown(IN_1, PARIS_BGP);

    assertThat(weu.incidentsAfter("10M"))
        .extracting(incident -> incident.wording().title())
        .containsExactlyInAnyOrder(
            "paris has fewer BGP sessions from gw-weu since 10:00:00: BGP session lost, tunnel up",
            "paris is without a BGP session from gw-weu since 10:05:00: BGP session lost, tunnel"
                + " up");
  }

  private String explanation(String after) {
    return weu.incidentAfter(after).wording().explanation();
  }
}
