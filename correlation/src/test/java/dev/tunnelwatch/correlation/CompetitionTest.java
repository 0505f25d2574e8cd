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
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two causes that could both be meant, and which of them it is (rules 22 to 28). */
class CompetitionTest {
  private static final List<IpAddress> PEERS = List.of(PARIS, TOKYO, LIMA);

  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @ParameterizedTest
  @CsvSource({"90S, PLANNED_MAINTENANCE", "120S, PLANNED_MAINTENANCE", "121S, INSTANCE_FAILOVER"})
  void maintenanceMayBeRecordedUpToTwoMinutesAfterItsFailover(String record, Cause expected) {
    stroke(weu, IN_0, "0S", "80S");
    weu.after(record).maintenance(Optional.of(IN_0));

    assertThat(causes(weu, "30M")).containsExactly(expected);
  }

  @Test
  void changeOfThePrimaryIsMaintenanceThoughItLooksLikeAFailover() {
    for (var peer : PEERS) {
      standby.after("0S").down(IN_0, peer, Reason.STANDBY_CHANGED);
      standby.after("12S").up(IN_1, peer);
    }
    standby.after("14S").primaryChanged(Optional.empty());

    assertThat(causes(standby, "30M")).containsExactly(Cause.PLANNED_MAINTENANCE);
  }

  /** By the table a record explains the losses of the instance it names, and no others. */
  @Test
  void changeOfThePrimaryThatNamesTheOneThatTookOverIsToldBesideTheFailover() {
    standby.primaryChanged(Optional.of(IN_1));
    for (var peer : PEERS) {
      standby.after("2S").down(IN_0, peer, Reason.NOT_STATED);
      standby.after("100S").up(IN_1, peer);
    }

    assertThat(causes(standby, "30M")).containsExactly(Cause.INSTANCE_FAILOVER);
    assertThat(standby.incidentAfter("30M").wording().explanation())
        .contains(
            "Azure worked on this gateway 2 s before (GatewayTenantPrimaryChanged at 10:00:00 was"
                + " on IN_1, this was lost on IN_0): the two may belong together.")
        .doesNotContain("no line ties it to this");
  }

  @ParameterizedTest
  @CsvSource({"IN_1, INSTANCE_FAILOVER", "IN_0, UNEXPLAINED"})
  void onlyTunnelOfAStandbyGatewayFailedOverIfItReturnsOnTheOtherInstance(
      Instance back, Cause expected) {
    var one = Story.at(Cast.topology(NEU, false, Cast.toParis()));
    one.down(IN_0, PARIS, Reason.NOT_STATED);
    one.after("12S").up(back, PARIS);

    assertThat(causes(one, "30M")).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"PEER_SILENT, PEER_UNREACHABLE, 2", "LOCALLY_TRIGGERED, PLANNED_MAINTENANCE, 1"})
  void whatTakesATunnelSoonAfterMaintenanceIsItsOwnFaultIfItSaysSo(
      Reason reason, Cause expected, int incidents) {
    stroke(weu, IN_0, "0S", "80S");
    weu.after("0S").maintenance(Optional.of(IN_0));
    weu.after("9M").down(IN_0, PARIS, reason);

    assertThat(causes(weu, "30M")).hasSize(incidents).contains(expected);
  }

  @Test
  void peerThatFallsSilentAfterMaintenanceIsNoSecondStrike() {
    var one = Story.at(Cast.topology(WEU, true, Cast.toParis()));
    one.maintenance(Optional.of(IN_0));
    one.after("10S").down(IN_0, PARIS, Reason.NOT_STATED);
    one.after("60S").up(IN_0, PARIS);
    one.after("20M").down(IN_0, PARIS, Reason.PEER_SILENT);
    one.after("1212S").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(causes(one, "30M"))
        .containsExactlyInAnyOrder(Cause.PLANNED_MAINTENANCE, Cause.PEER_UNREACHABLE);
  }

  /** Silence is noticed by each instance when its own DPD time is over. */
  @Test
  void instanceWhoseTwinLosesTheSamePeersBeforeItIsBackHandedNothingOver() {
    for (var peer : PEERS) {
      weu.after("0S").down(IN_0, peer, Reason.PEER_SILENT);
      weu.after("20S").down(IN_1, peer, Reason.PEER_SILENT);
    }

    assertThat(causes(weu, "2H")).containsOnly(Cause.PEER_UNREACHABLE);
  }

  @Test
  void refusalOnTheOtherInstanceDuringAFailoverIsAFaultOfItsOwn() {
    stroke(weu, IN_0, "0S", "10M");
    weu.after("5S").down(IN_1, TOKYO, Reason.AUTHENTICATION);

    assertThat(causes(weu, "30M"))
        .containsExactlyInAnyOrder(Cause.INSTANCE_FAILOVER, Cause.IKE_AUTHENTICATION);
  }

  @Test
  void peerSilentToTheInstanceThatMaintenanceDidNotStrikeIsAFaultOfItsOwn() {
    stroke(weu, IN_0, "0S", "80S");
    weu.after("0S").maintenance(Optional.of(IN_0));
    weu.after("60S").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(causes(weu, "30M"))
        .containsExactlyInAnyOrder(Cause.PLANNED_MAINTENANCE, Cause.PEER_UNREACHABLE);
  }

  @Test
  void changedConnectionWhoseNegotiationsAreThenRefusedWasChanged() {
    weu.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    weu.after("5S").down(IN_0, PARIS, Reason.SETTING_CHANGED);
    weu.after("6S").down(IN_1, PARIS, Reason.SETTING_CHANGED);
    for (int minute = 1; minute < 180; minute += 12) {
      weu.after(minute + "M").refused(IN_0, PARIS, Reason.AUTHENTICATION);
      weu.after(minute + "M").refused(IN_1, PARIS, Reason.AUTHENTICATION);
    }

    assertThat(causes(weu, "3H")).containsExactly(Cause.CONFIGURATION_CHANGE);
  }

  @Test
  void restartedPeerThatThenRefusesRestarted() {
    weu.down(IN_0, PARIS, Reason.PEER_RESTARTED).down(IN_1, PARIS, Reason.PEER_RESTARTED);
    weu.after("20S").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    weu.after("22S").refused(IN_1, PARIS, Reason.AUTHENTICATION);

    assertThat(causes(weu, "30M")).containsExactly(Cause.PEER_RESTARTED);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTHENTICATION, IKE_AUTHENTICATION",
    "POLICY_MISMATCH, IKE_POLICY_MISMATCH",
    "KEY_EXCHANGE_MISMATCH, IKE_POLICY_MISMATCH",
    "TRAFFIC_SELECTORS, IKE_TRAFFIC_SELECTORS"
  })
  void refusalSecondsAfterALossThatSaysOnlyDpdIsTheCause(Reason refusal, Cause expected) {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("3S").down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("9S").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);
    weu.after("15S").refused(IN_0, PARIS, refusal);

    assertThat(causes(weu, "30M")).containsExactly(expected);
  }

  @Test
  void firstOfTwoRefusalsByPrecedenceIsTheCause() {
    weu.down(IN_0, PARIS, Reason.TRAFFIC_SELECTORS);
    weu.after("10S").refused(IN_0, PARIS, Reason.POLICY_MISMATCH);
    weu.after("20S").refused(IN_0, PARIS, Reason.AUTHENTICATION);

    assertThat(causes(weu, "30M")).containsExactly(Cause.IKE_AUTHENTICATION);
  }

  @Test
  void refusalBarsTheShapeOfAGatewayOutage() {
    for (var peer : PEERS) {
      weu.down(IN_0, peer, peer.equals(LIMA) ? Reason.AUTHENTICATION : Reason.NOT_STATED);
      weu.down(IN_1, peer, peer.equals(LIMA) ? Reason.AUTHENTICATION : Reason.NOT_STATED);
    }

    assertThat(causes(weu, "30M"))
        .containsExactlyInAnyOrder(Cause.GATEWAY_OUTAGE, Cause.IKE_AUTHENTICATION);
  }

  @Test
  void refusalBarsNoSiteOutage() {
    var oslo = oslo();
    oslo.down(IN_0, OSLO_1, Reason.AUTHENTICATION);
    oslo.after("5S").down(IN_0, OSLO_2, Reason.AUTHENTICATION);

    assertThat(causes(oslo, "30M")).containsExactly(Cause.SITE_OUTAGE);
  }

  @Test
  void maintenanceThatTakesBothDevicesOfASiteIsNotTheSites() {
    var oslo = oslo();
    oslo.maintenance(Optional.empty());
    oslo.after("5S").down(IN_0, OSLO_1, Reason.NOT_STATED).down(IN_0, OSLO_2, Reason.NOT_STATED);

    assertThat(causes(oslo, "30M")).containsExactly(Cause.PLANNED_MAINTENANCE);
  }

  @Test
  void removedTunnelsOfASiteAreNotTheSitesOutage() {
    var oslo = oslo();
    oslo.down(IN_0, OSLO_1, Reason.TUNNEL_REMOVED).down(IN_0, OSLO_2, Reason.TUNNEL_REMOVED);

    assertThat(causes(oslo, "30M")).containsOnly(Cause.CONFIGURATION_CHANGE);
  }

  @Test
  void removalHoursAfterASiteOutageIsNotItsCause() {
    var oslo = oslo();
    oslo.down(IN_0, OSLO_1, Reason.PEER_SILENT).down(IN_0, OSLO_2, Reason.PEER_SILENT);
    oslo.after("2H").down(IN_0, OSLO_1, Reason.TUNNEL_REMOVED);

    assertThat(causes(oslo, "3H")).containsExactly(Cause.SITE_OUTAGE);
  }

  @Test
  void strangersLossDoesNotHideASiteOutage() {
    var oslo =
        Story.at(
            Cast.topology(
                WEU,
                false,
                Cast.to("oslo", OSLO_1),
                Cast.to("oslo", OSLO_2),
                Cast.toParis(),
                Cast.to("tokyo", TOKYO)));
    oslo.down(IN_0, OSLO_1, Reason.PEER_SILENT);
    oslo.after("30S").down(IN_0, TOKYO, Reason.AUTHENTICATION);
    oslo.after("60S").down(IN_0, OSLO_2, Reason.PEER_SILENT);

    assertThat(causes(oslo, "30M"))
        .containsExactlyInAnyOrder(Cause.SITE_OUTAGE, Cause.IKE_AUTHENTICATION);
  }

  @Test
  void whenEverythingGoesItIsTheGatewayAndNotASiteOfIt() {
    var all =
        Story.at(
            Cast.topology(
                WEU, false, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2), Cast.toParis()));
    all.down(IN_0, OSLO_1, Reason.NOT_STATED).down(IN_0, OSLO_2, Reason.NOT_STATED);
    all.after("4S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(causes(all, "30M")).containsExactly(Cause.GATEWAY_OUTAGE);
  }

  @Test
  void gatewayThatGoesInAnyOrderIsNoOutageOfItsTwoDeviceSite() {
    var all =
        Story.at(
            Cast.topology(
                WEU, true, Cast.toParis(), Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2)));
    all.down(IN_0, PARIS, Reason.NOT_STATED).down(IN_1, OSLO_1, Reason.NOT_STATED);
    all.after("1S").down(IN_1, PARIS, Reason.NOT_STATED);
    all.after("4S").down(IN_1, OSLO_2, Reason.NOT_STATED).down(IN_0, OSLO_2, Reason.NOT_STATED);
    all.after("7S").down(IN_0, OSLO_1, Reason.NOT_STATED);

    assertThat(causes(all, "30M")).containsExactly(Cause.GATEWAY_OUTAGE);
  }

  @Test
  void peerThatComesAndGoesOnBothInstancesIsOneUnstablePath() {
    for (int i = 0; i < 6; i++) {
      weu.after(60 * i + "S").down(IN_0, PARIS, Reason.PEER_SILENT);
      weu.after(60 * i + 2 + "S").down(IN_1, PARIS, Reason.PEER_SILENT);
      weu.after(60 * i + 12 + "S").up(IN_0, PARIS).up(IN_1, PARIS);
    }

    assertThat(causes(weu, "2H")).containsExactly(Cause.PATH_UNSTABLE);
  }

  @Test
  void maintenanceIsNotAnUnstablePathHoweverOftenItStrikes() {
    weu.maintenance(Optional.of(IN_0));
    for (int i = 0; i < 4; i++) {
      weu.after(20 * i + 5 + "S").down(IN_0, PARIS, Reason.NOT_STATED);
      weu.after(20 * i + 15 + "S").up(IN_0, PARIS);
    }

    assertThat(causes(weu, "2H")).containsExactly(Cause.PLANNED_MAINTENANCE);
  }

  @Test
  void flappingThatEndsInALastingLossHasTheCauseOfThatLoss() {
    for (int i = 0; i < 5; i++) {
      weu.after(30 * i + "S").down(IN_0, PARIS, Reason.PEER_SILENT);
      weu.after(30 * i + 10 + "S").up(IN_0, PARIS);
    }
    weu.after("150S").down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);

    assertThat(causes(weu, "749S")).containsExactly(Cause.PATH_UNSTABLE);
    assertThat(causes(weu, "750S")).containsExactly(Cause.PEER_CLOSED);
  }

  @Test
  void peerThatClosedAndThenDoesNotAnswerClosed() {
    weu.down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    weu.after("1S").down(IN_1, PARIS, Reason.REMOTELY_TRIGGERED);
    weu.after("8S").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(causes(weu, "30M")).containsExactly(Cause.PEER_CLOSED);
  }

  @Test
  void dpdOnOneInstanceAndFortySecondsLaterOnTheOtherIsOneFault() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("40S").down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("135S").bgpDown(IN_0, PARIS_BGP);
    weu.after("170S").bgpDown(IN_1, PARIS_BGP);

    assertThat(causes(weu, "30M")).containsExactly(Cause.PEER_UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({"45S, 1", "46S, 2"})
  void sessionMayFallBeforeItsTunnelsDeathIsNoticed(String loss, int incidents) {
    weu.bgpDown(IN_0, PARIS_BGP);
    weu.after(loss).down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentsAfter("30M")).hasSize(incidents);
  }

  @ParameterizedTest
  @CsvSource({"75S, 1", "76S, 2"})
  void speakerThatStopsIsOneFaultThoughEachSessionWaitsForItsOwnTimer(
      String second, int incidents) {
    weu.bgpDown(IN_0, PARIS_BGP);
    weu.after(second).bgpDown(IN_1, PARIS_BGP);

    assertThat(weu.incidentsAfter("30M")).hasSize(incidents);
  }

  @ParameterizedTest
  @CsvSource({"660S, 1", "661S, 2"})
  void sessionAndRoutesThatGoAgainWithinTenMinutesAreTheSameFault(String again, int incidents) {
    weu.bgpDown(IN_0, PARIS_BGP).after("60S").bgpUp(IN_0, PARIS_BGP);
    weu.after(again).bgpDown(IN_0, PARIS_BGP);
    standby.routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");
    standby.after("60S").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.52.0.0/16");
    standby.after(again).routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");

    assertThat(weu.incidentsAfter("30M")).hasSize(incidents);
    assertThat(standby.incidentsAfter("30M")).hasSize(incidents);
  }

  @Test
  void sessionOfTheOtherInstanceIsAnotherFault() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("60S").bgpDown(IN_1, PARIS_BGP);

    assertThat(causes(weu, "30M"))
        .containsExactlyInAnyOrder(Cause.PEER_UNREACHABLE, Cause.BGP_SESSION_LOST);
  }

  @Test
  void sessionOfAnyOfThePeersOfOneFaultIsOfThatFault() {
    var learned = Story.at(WEU);
    for (var peer : PEERS) {
      learned.after("0S").up(IN_0, peer).up(IN_1, peer);
      learned.after("10M").down(IN_0, peer, Reason.NOT_STATED);
    }
    learned.after("12M").bgpDown(IN_0, PARIS_BGP);
    learned.after("721S").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");

    assertThat(causes(learned, "30M")).containsExactly(Cause.INSTANCE_FAILOVER);
  }

  @Test
  void sessionOfAnyOfThePeersOfTwoFaultsIsNeithers() {
    var learned = Story.at(WEU);
    learned.down(IN_0, TOKYO, Reason.PEER_SILENT);
    learned.after("20S").down(IN_0, LIMA, Reason.AUTHENTICATION);
    learned.after("2M").bgpDown(IN_0, PARIS_BGP);

    assertThat(causes(learned, "30M"))
        .containsExactlyInAnyOrder(
            Cause.PEER_UNREACHABLE, Cause.IKE_AUTHENTICATION, Cause.BGP_SESSION_LOST);
  }

  @Test
  void staticRouteIsNobodysWithdrawal() {
    weu.staticRoutes(RouteChange.WITHDRAWN, "10.52.0.0/16");

    assertThat(weu.incidentsAfter("30M")).isEmpty();

    weu.after("1M").bgpDown(IN_0, PARIS_BGP);

    assertThat(causes(weu, "30M")).containsExactly(Cause.BGP_SESSION_LOST);
  }

  @Test
  void faultsOfTwoPeersInOneMinuteStayTwo() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("4S").down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("6S").down(IN_0, LIMA, Reason.PEER_SILENT);
    weu.after("9S").down(IN_1, LIMA, Reason.PEER_SILENT);

    assertThat(causes(weu, "30M")).containsExactly(Cause.PEER_UNREACHABLE, Cause.PEER_UNREACHABLE);
  }

  @Test
  void lossAfterARecoveryThatWasLostIsAFaultOfItsOwn() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("5M").alive(IN_0, PARIS);
    weu.after("30M").down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);

    assertThat(causes(weu, "60M"))
        .containsExactlyInAnyOrder(Cause.PEER_UNREACHABLE, Cause.PEER_CLOSED);
  }

  @Test
  void retriesThatFailForHoursStayInTheIncidentOfTheirLoss() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);
    for (int minute = 1; minute < 300; minute += 14) {
      standby.after(minute + "M").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);
    }

    assertThat(causes(standby, "5H")).containsExactly(Cause.PEER_UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {22, 300})
  void negotiationsThatFailWhileTheOldSaCarriesTheTunnelAreOfItsLoss(int until) {
    weu.up(IN_0, PARIS);
    for (int minute = 10; minute < until; minute++) {
      weu.after(minute + "M").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    }
    weu.after(until - 1 + "M10S").down(IN_0, PARIS, Reason.LOCALLY_TRIGGERED);

    assertThat(causes(weu, until + 60 + "M")).containsExactly(Cause.IKE_AUTHENTICATION);
  }

  @ParameterizedTest
  @CsvSource({"PEER_SILENT, PEER_UNREACHABLE", "NOT_STATED, PEER_CLOSED"})
  void oldChildSaThatEndsBesideALossIsNoReasonOfASilentPeer(Reason reason, Cause expected) {
    weu.childDeleted(IN_0, PARIS, Reason.SA_EXPIRED_OR_DELETED);
    weu.after("20S").down(IN_0, PARIS, reason);

    assertThat(causes(weu, "30M")).containsExactly(expected);
  }

  @Test
  void strangersWhoTryTheGatewaysPublicAddressAreNobodysFault() {
    weu.refused(IN_0, Cast.SEA_0, Reason.AUTHENTICATION);
    weu.after("1M").refused(IN_0, Cast.SEA_0, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(weu.incidentsAfter("30M")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"OTHER_IKE_ERROR, 0", "UNRECOGNISED, 0", "AUTHENTICATION, 1"})
  void ofATunnelThatIsUpOnlyRefusalsAndTimeOutsAreNews(Reason error, int incidents) {
    weu.up(IN_0, PARIS);
    weu.after("10M").refused(IN_0, PARIS, error);
    weu.after("11M").refused(IN_0, PARIS, error);

    assertThat(weu.incidentsAfter("30M")).hasSize(incidents);
  }

  @Test
  void renewalThatFailsOnceAndThenSucceedsIsNoNews() {
    weu.up(IN_0, PARIS);
    weu.after("8H").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);
    weu.after("8H20S").rekeyed(IN_0, PARIS);

    assertThat(weu.incidentsAfter("9H")).isEmpty();
  }

  @Test
  void strangersThatTryThePublicAddressAreNoNewsWithoutAnInventoryEither() {
    var learned = Story.at(WEU);
    learned.up(IN_0, PARIS);
    for (int minute = 5; minute < 120; minute += 5) {
      var stranger = new IpAddress("198.18.0." + minute);
      learned.after(minute + "M").refused(IN_0, stranger, Reason.POLICY_MISMATCH);
    }

    assertThat(learned.incidentsAfter("3H")).isEmpty();
  }

  @Test
  void configuredPathThatNeverCameUpIsToldFromItsFirstRefusalOn() {
    weu.refused(PARIS, Reason.AUTHENTICATION);

    assertThat(causes(weu, "30M")).containsExactly(Cause.IKE_AUTHENTICATION);
  }

  @Test
  void peerThatClosesTheOtherInstancesOnlyTunnelIsNoSecondStrike() {
    var one = Story.at(Cast.topology(WEU, true, Cast.toParis()));
    one.maintenance(Optional.of(IN_0));
    one.after("10S").down(IN_0, PARIS, Reason.NOT_STATED);
    one.after("60S").up(IN_0, PARIS);
    one.after("20M").down(IN_1, PARIS, Reason.REMOTELY_TRIGGERED);

    assertThat(causes(one, "30M"))
        .containsExactlyInAnyOrder(Cause.PLANNED_MAINTENANCE, Cause.PEER_CLOSED);
  }

  @Test
  void failoverEndsWithItsOwnLossesAndNamesNoSiteThatHasAFaultOfItsOwn() {
    var neu = Story.at(Cast.activeActive(NEU));
    for (var peer : PEERS) {
      neu.after("0S").down(IN_0, peer, Reason.NOT_STATED);
    }
    neu.after("5S").refused(IN_0, TOKYO, Reason.AUTHENTICATION);
    neu.after("50S").up(IN_0, PARIS).up(IN_0, LIMA);
    neu.after("40M").up(IN_0, TOKYO);

    assertThat(neu.incidentsAfter("2H"))
        .filteredOn(incident -> cause(incident) == Cause.INSTANCE_FAILOVER)
        .singleElement()
        .satisfies(
            failover -> {
              assertThat(failover.scope().sites()).containsExactly("lima", "paris");
              assertThat(failover.span().endedAt()).contains(Story.TEN.plusSeconds(50));
            });
  }

  @Test
  void routesWithdrawnAndAnnouncedInOneInstantAreThereThoughNobodyKnowsWhichCameFirst() {
    for (var change : List.of(RouteChange.ANNOUNCED, RouteChange.WITHDRAWN)) {
      standby.after("0S").routes(change, PARIS_BGP, "10.52.0.0/16");
    }

    var incident = standby.incidentAfter("10M");

    assertThat(incident.span().endedAt()).contains(Story.TEN);
    assertThat(incident.flags()).contains(Flag.AMBIGUOUS_ORDER);
  }

  private static Story oslo() {
    return Story.at(
        Cast.topology(
            WEU, false, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2), Cast.toParis()));
  }

  private static void stroke(Story story, Instance on, String lost, String back) {
    for (var peer : PEERS) {
      story.after(lost).down(on, peer, Reason.NOT_STATED);
      story.after(back).up(on, peer);
    }
  }

  private static List<Cause> causes(Story story, String after) {
    return story.incidentsAfter(after).stream().map(CompetitionTest::cause).toList();
  }

  private static Cause cause(Incident incident) {
    return incident.judgement().cause();
  }
}
