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

import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Offer;
import dev.tunnelwatch.model.Offer.Kind;
import dev.tunnelwatch.model.Offer.Side;
import dev.tunnelwatch.model.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of one incident beyond its cause (rules 12, 17, 27, 32 and 33). */
class WordsTest {
  private static final String LONG =
      "a-name-that-was-given-by-a-committee-in-which-nobody-had-to-type";

  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @ParameterizedTest
  @CsvSource({"1", "2", "5"})
  void titleSaysSiteImpactAndSinceInItsFirst80CharactersHoweverLongTheNames(int sites) {
    var gateway = Cast.gateway("gw-" + LONG);
    var connections = new ArrayList<Connection>();
    for (int i = 0; i < sites; i++) {
      connections.add(Cast.to(LONG + '-' + i, new IpAddress("192.0.2." + (50 + i))));
    }
    var story = Story.at(Cast.topology(gateway, false, connections.toArray(Connection[]::new)));
    connections.forEach(to -> story.down(IN_0, to.remoteIps().getFirst(), Reason.NOT_STATED));

    var title = story.incidentAfter("30M").wording().title();

    assertThat(title.substring(0, 80))
        .startsWith("a-nam")
        .contains(" unreachable from gw-")
        .contains(" since 10:00:00: ");
  }

  @Test
  void whatWasLostTwiceIsToldAsThatAndNotByOneOfTheTimes() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT).after("40S").up(IN_0, PARIS);
    standby.after("8M").down(IN_0, PARIS, Reason.PEER_SILENT).after("8M52S").up(IN_0, PARIS);

    var words = standby.incidentAfter("30M").wording();

    assertThat(words.title())
        .startsWith(
            "paris was unreachable from gw-neu twice between 10:00:00 and 10:08:52, 52 s at the"
                + " longest: peer ");
    assertThat(words.explanation())
        .contains(
            "paris from gw-neu lost its last path twice between 10:00:00 and 10:08:52, for 52 s at"
                + " the longest.");
  }

  @Test
  void whatIsLostAgainIsSaidToBe() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT).after("40S").up(IN_0, PARIS);
    standby.after("8M").down(IN_0, PARIS, Reason.PEER_SILENT);

    var words = standby.incidentAfter("10M").wording();

    assertThat(words.title())
        .startsWith("paris unreachable from gw-neu again since 10:08:00: peer ");
    assertThat(words.explanation())
        .contains("lost its last path twice from 10:00:00 on, the last time at 10:08:00.");
  }

  @Test
  void aBlipBeforeItIsNoFirstTime() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT).after("10S").up(IN_0, PARIS);
    standby.after("8M").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(standby.incidentAfter("10M").wording().title())
        .startsWith("paris unreachable from gw-neu since 10:08:00: peer ");
  }

  @Test
  void pathsThatWereFewerTwiceAreToldLikeOutages() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).after("2M").up(IN_0, PARIS);
    weu.after("8M").down(IN_0, PARIS, Reason.PEER_SILENT).after("11M").up(IN_0, PARIS);

    assertThat(weu.incidentAfter("30M").wording().title())
        .startsWith(
            "paris had fewer paths from gw-weu twice between 10:00:00 and 10:11:00, 3 min at the"
                + " longest: peer ");
  }

  @Test
  void sitesThatComeAndGoAtTheirOwnTimesAreNotGivenThoseOfEachOther() {
    weu.maintenance(Optional.of(IN_0));
    weu.after("5S").down(IN_0, PARIS, Reason.NOT_STATED).down(IN_0, TOKYO, Reason.NOT_STATED);
    weu.after("55S").up(IN_0, PARIS).up(IN_0, TOKYO);
    weu.after("100S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentAfter("10M").wording().title())
        .startsWith("paris has fewer paths from gw-weu again since 10:01:40: planned");

    weu.after("50M").up(IN_0, PARIS);
    var words = weu.incidentAfter("3H").wording();

    assertThat(words.title())
        .startsWith(
            "paris, tokyo had fewer paths from gw-weu at times between 10:00:05 and 10:50:00, paris"
                + " 48 min at the longest: planned");
    assertThat(words.explanation())
        .contains(
            "tokyo from gw-weu kept 1 of 2 paths (fewer 10:00:05 to 10:00:55) and stayed"
                + " reachable.");
  }

  @Test
  void sitesLostOneAfterTheOtherAreNotToldAsOne() {
    standby.maintenance(Optional.empty()).after("5S").down(IN_0, PARIS, Reason.NOT_STATED);
    standby.after("80S").down(IN_0, TOKYO, Reason.NOT_STATED);

    assertThat(standby.incidentAfter("10M").wording().title())
        .startsWith("paris, tokyo unreachable from gw-neu, the first since 10:00:05: planned");
  }

  @Test
  void maintenanceOfTheOtherInstanceIsNamed() {
    weu.maintenance(Optional.of(IN_0)).after("20S").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentAfter("10M").proof().rejectedCauses().getFirst().because())
        .isEqualTo("HostMaintenanceEvent at 10:00:00 was on IN_0, this was lost on IN_1");
  }

  @ParameterizedTest
  @CsvSource({"99, 99 s", "100, 2 min", "5970, 100 min", "6000, 1 h 40 min", "0, 1 s"})
  void theLongestTimeIsToldInTheUnitItIsReadIn(long seconds, String told) {
    var from = Story.TEN;
    var span = new Incident.Span(from, Optional.of(from.plusSeconds(seconds)));

    assertThat(Spells.of(List.of(span)).longest()).isEqualTo(told);
  }

  @Test
  void aChangeThatFailedIsNotCalledAChange() {
    standby.changeFailed("to-paris").after("10S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(standby.incidentAfter("10M").wording().title())
        .isEqualTo(
            "paris unreachable from gw-neu since 10:00:10: a change of the configuration failed");
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
        .contains("It was lost 5 times from 10:00:00 to 10:02:00, most often because the peer did");
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
    assertThat(explanation("13M")).contains("It was lost 5 times from 10:00:00 to 10:02:00");
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

  @Test
  void mismatchSaysWhatEachSideOffers() {
    weu.down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    weu.after("1S").down(IN_1, PARIS, Reason.REMOTELY_TRIGGERED);
    for (int i = 1; i < 10; i++) {
      weu.after(30 * i + "S")
          .offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA256/DH14")
          .offered(IN_0, PARIS, Side.GATEWAY, Kind.IKE, "AES-CBC-256/SHA1/DH2", "3DES/SHA1/DH2")
          .offered(IN_0, TOKYO, Side.PEER, Kind.IKE, "DES/MD5")
          .refused(IN_0, PARIS, Reason.POLICY_MISMATCH);
    }

    assertThat(explanation("10M"))
        .contains(
            "The peer offers AES-CBC-256/SHA256/DH14, the gateway offers AES-CBC-256/SHA1/DH2,"
                + " 3DES/SHA1/DH2 for IKE (phase 1).")
        .doesNotContain("MD5");
  }

  @Test
  void ofAListThatIsNotWholeItIsNotSaidThatNothingIsInCommon() {
    var many = IntStream.range(0, 30).mapToObj(i -> "AES-" + i + "/SHA1/DH2");
    weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA256/DH14")
        .offered(IN_0, PARIS, Side.GATEWAY, Kind.IKE, many.toArray(String[]::new))
        .down(IN_0, PARIS, Reason.POLICY_MISMATCH);

    assertThat(explanation("10M")).doesNotContain("offers");
  }

  @Test
  void ofMoreListsThanAreKeptItIsNotSaidThatNothingIsInCommonEither() {
    for (var choice : List.of("A/1", "B/1", "C/1", "D/1", "Z/1")) {
      weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, choice);
    }
    weu.offered(IN_0, PARIS, Side.GATEWAY, Kind.IKE, "Z/1")
        .down(IN_0, PARIS, Reason.POLICY_MISMATCH);

    assertThat(explanation("10M")).doesNotContain("offers");
  }

  @Test
  void ofOneSideThatIsNotWholeItIsToldThatThereIsMore() {
    weu.offered(IN_0, PARIS, new Offer(Side.GATEWAY, Kind.IKE, List.of("A/1"), true))
        .down(IN_0, PARIS, Reason.POLICY_MISMATCH);

    assertThat(explanation("10M"))
        .contains("The gateway offers A/1 and others for IKE (phase 1); what the peer would take");
  }

  @Test
  void mismatchOfWhichOneSideIsSeenSaysSo() {
    weu.offered(IN_0, PARIS, Side.GATEWAY, Kind.IPSEC, "AES-GCM-256")
        .down(IN_0, PARIS, Reason.POLICY_MISMATCH);

    assertThat(explanation("10M"))
        .contains(
            "The gateway offers AES-GCM-256 for IPsec (phase 2); what the peer would take is in no"
                + " line.");
  }

  @Test
  void offersOfNegotiationsThatWentWellAreNoMismatch() {
    weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, "DES/MD5").rekeyed(IN_0, PARIS);
    weu.after("65S").down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    weu.after("70S").refused(IN_0, PARIS, Reason.POLICY_MISMATCH);
    weu.after("3M").offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA256/DH14");
    weu.after("3M1S").up(IN_0, PARIS);
    weu.after("4M").offered(IN_0, PARIS, Side.GATEWAY, Kind.IPSEC, "AES-GCM-256");

    assertThat(explanation("10M")).doesNotContain("offers");
  }

  @Test
  void handshakesThatGoWellAcrossAMinuteAreNoMismatchEither() {
    weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, "DES/MD5");
    weu.after("60S").rekeyed(IN_0, PARIS).down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    weu.after("70S").refused(IN_0, PARIS, Reason.POLICY_MISMATCH);
    weu.after("3M59S").offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA256/DH14");
    weu.after("4M1S").up(IN_0, PARIS);

    assertThat(explanation("10M")).doesNotContain("offers");
  }

  @Test
  void ofGroupsIsNotSpokenWhereOffersDifferInSomethingElse() {
    weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA1/DH14")
        .offered(IN_0, PARIS, Side.GATEWAY, Kind.IKE, "AES-CBC-256/SHA256/DH14")
        .down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    weu.after("5S").refused(IN_0, PARIS, Reason.KEY_EXCHANGE_MISMATCH);

    assertThat(explanation("10M")).contains("The peer offers").doesNotContain("Diffie-Hellman");
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
  void whoOffersWhatPhaseTwoIsForHasAgreedUponPhaseOne() {
    weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA256/DH14")
        .offered(IN_0, PARIS, Side.GATEWAY, Kind.IPSEC, "AES-GCM-256")
        .down(IN_0, PARIS, Reason.POLICY_MISMATCH);

    assertThat(explanation("10M"))
        .contains("The gateway offers AES-GCM-256 for IPsec (phase 2)")
        .doesNotContain("phase 1");
  }

  @ParameterizedTest
  @EnumSource(names = {"KEY_EXCHANGE_MISMATCH", "POLICY_MISMATCH"})
  void refusalRightBeforeTheReturnIsNoneThatGoesOn(Reason reason) {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("19M59S").refused(IN_0, PARIS, reason);
    weu.after("20M").up(IN_0, PARIS);

    assertThat(explanation("25M")).doesNotContain("refused from");
  }

  @Test
  void keyExchangeThatIsRefusedIsCalledThat() {
    weu.down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    weu.after("5S").refused(IN_0, PARIS, Reason.KEY_EXCHANGE_MISMATCH);

    assertThat(explanation("10M")).contains("each end wants another Diffie-Hellman (DH or PFS)");
  }

  @Test
  void selectorsThatDifferAreTold() {
    weu.offered(IN_0, PARIS, Side.PEER, Kind.SELECTORS, "10.1.0.0/16<>10.52.0.0/16")
        .offered(IN_0, PARIS, Side.GATEWAY, Kind.SELECTORS, "0.0.0.0/0<>0.0.0.0/0")
        .down(IN_0, PARIS, Reason.TRAFFIC_SELECTORS);

    assertThat(explanation("10M"))
        .contains(
            "The peer offers 10.1.0.0/16<>10.52.0.0/16, the gateway offers 0.0.0.0/0<>0.0.0.0/0 as"
                + " traffic selectors");
  }

  @Test
  void offersOfAnotherTimeOrWithSomethingInCommonAreNoMismatch() {
    weu.offered(IN_0, PARIS, Side.PEER, Kind.IKE, "DES/MD5/DH1");
    weu.after("1H")
        .offered(IN_0, PARIS, Side.PEER, Kind.IKE, "AES-CBC-256/SHA256/DH14")
        .offered(IN_0, PARIS, Side.GATEWAY, Kind.IKE, "3DES/SHA1/DH2", "AES-CBC-256/SHA256/DH14")
        .down(IN_0, PARIS, Reason.POLICY_MISMATCH);

    assertThat(explanation("2H")).doesNotContain("offers");
  }

  @Test
  void connectionThatWasRemovedOnPurposeHadNoPathsAgain() {
    weu.down(IN_0, PARIS, Reason.TUNNEL_REMOVED);
    weu.after("1S").down(IN_1, PARIS, Reason.TUNNEL_REMOVED);

    var words = weu.incidentAfter("30M").wording();

    assertThat(words.title())
        .isEqualTo(
            "paris: connection removed from gw-weu at 10:00:00: someone changed the configuration");
    assertThat(words.explanation()).contains("no longer expected").doesNotContain("reachable");
  }

  @Test
  void whatIsStillDownIsToldBesideTheOutageThatIsOver() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).after("1S").down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("5M").up(IN_1, PARIS);

    var words = weu.incidentAfter("10M").wording();

    assertThat(words.title())
        .startsWith(
            "paris has fewer paths from gw-weu since 10:00:00; paris was unreachable from gw-weu"
                + " 10:00:01 to 10:05:00: peer ");
    assertThat(words.explanation())
        .contains("Still down: gw-weu IN_0 " + PARIS + " since 10:00:00.");
  }

  @Test
  void sessionThatDidNotComeBackWithItsTunnelIsTold() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT).after("10S").bgpDown(IN_0, PARIS_BGP);
    standby.after("5M").up(IN_0, PARIS);

    var words = standby.incidentAfter("10M").wording();

    assertThat(words.title())
        .startsWith(
            "paris was unreachable from gw-neu 10:00:00 to 10:05:00, still without a BGP session:");
    assertThat(words.explanation())
        .contains("Still down: gw-neu IN_0 bgp " + PARIS_BGP + " since 10:00:10.")
        .contains("Next: The tunnel is back, its BGP session is not: check at the device: does");
  }

  @Test
  void tunnelsThatAreAllBackAreNotSaidToBeFewerWhileASessionIsMissing() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).after("10S").bgpDown(IN_0, PARIS_BGP);
    weu.after("5M").up(IN_0, PARIS);

    var words = weu.incidentAfter("10M").wording();

    assertThat(words.title())
        .startsWith(
            "paris had fewer paths from gw-weu 10:00:00 to 10:05:00, still without a BGP session:");
    assertThat(words.explanation()).contains("Next: The tunnel is back, its BGP session is not:");
  }

  @Test
  void longOutageIsNotHiddenByThatTheTunnelComesAndGoes() {
    for (int i = 0; i < 4; i++) {
      standby.after(60 * i + "S").down(IN_0, PARIS, Reason.PEER_SILENT);
      standby.after(60 * i + 20 + "S").up(IN_0, PARIS);
    }
    standby.after("4M").down(IN_0, PARIS, Reason.PEER_SILENT).after("16M").up(IN_0, PARIS);

    assertThat(standby.incidentAfter("17M").wording().title())
        .startsWith(
            "paris was unreachable from gw-neu 10:04:00 to 10:16:00, and at times since 10:00:00,"
                + " the last loss until 10:16:00: ");
    assertThat(standby.incidentAfter("3H").wording().title())
        .startsWith(
            "paris was unreachable from gw-neu 10:04:00 to 10:16:00, and at times from 10:00:00 to"
                + " 10:16:00: ");
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
                            + " when another fault took its last path (gw-weu IN_1 "
                            + PARIS
                            + ")."));
  }

  @Test
  void recoveryThatWasConcludedIsSaidToBe() {
    weu.down(IN_0, LIMA, Reason.PEER_SILENT);
    weu.after("5M").alive(IN_0, LIMA);

    assertThat(explanation("10M"))
        .contains("That it came back is concluded from later lines: gw-weu IN_0 " + LIMA + '.');
  }

  @Test
  void causeIsFollowedByTheNextStepAndWhatItIsNotStandsByItself() {
    weu.down(IN_0, TOKYO, Reason.PEER_SILENT);

    assertThat(explanation("10M"))
        .matches("The peer no longer answers.*Next: The device's tunnel with IN_1 .*")
        .doesNotContain("It is not");
    assertThat(weu.incidentAfter("10M").proof().ruledOut().orElseThrow())
        .startsWith("It is not planned maintenance: ");
  }

  private String explanation(String after) {
    return weu.incidentAfter(after).wording().explanation();
  }
}
