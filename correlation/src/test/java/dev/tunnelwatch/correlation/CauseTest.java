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
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each cause of the table, told as a network engineer would (rule 27). */
class CauseTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @Test
  void dpdTimeoutOnBothInstancesIsPeerUnreachable() {
    weu.after("131S").down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("133S").down(IN_1, PARIS, Reason.PEER_SILENT);

    var incident = weu.incidentAfter("10M");

    assertThat(cause(incident)).isEqualTo(Cause.PEER_UNREACHABLE);
    assertThat(incident.judgement().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(incident.wording().title())
        .isEqualTo(
            "paris unreachable from gw-weu since 10:02:13: peer 203.0.113.7 stopped answering");
    assertThat(incident.conditions())
        .extracting(Condition::kind)
        .containsExactly(ConditionKind.TUNNEL_DOWN, ConditionKind.TUNNEL_DOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "PEER_RESTARTED, PEER_RESTARTED",
    "AUTHENTICATION, IKE_AUTHENTICATION",
    "POLICY_MISMATCH, IKE_POLICY_MISMATCH",
    "KEY_EXCHANGE_MISMATCH, IKE_POLICY_MISMATCH",
    "TRAFFIC_SELECTORS, IKE_TRAFFIC_SELECTORS",
    "REMOTELY_TRIGGERED, PEER_CLOSED",
    "SA_EXPIRED_OR_DELETED, PEER_CLOSED",
    "PEER_SILENT, PEER_UNREACHABLE",
    "NEGOTIATION_TIMED_OUT, PEER_UNREACHABLE",
    "SETTING_CHANGED, CONFIGURATION_CHANGE",
    "TUNNEL_REMOVED, CONFIGURATION_CHANGE",
    "STANDBY_CHANGED, INSTANCE_FAILOVER",
    "LOCALLY_TRIGGERED, UNEXPLAINED",
    "NOT_STATED, UNEXPLAINED",
    "UNRECOGNISED, UNEXPLAINED"
  })
  void reasonOfTheOneLossGivesTheCause(Reason reason, Cause expected) {
    weu.down(IN_0, PARIS, reason);

    assertThat(cause(weu.incidentAfter("1M"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_STATED, IKE_AUTHENTICATION", // nobody else can be meant
    "PEER_SILENT, PEER_UNREACHABLE" // its own words come first
  })
  void refusalThatNamesNobodyIsOfTheOnlyPeerThatIsLost(Reason reason, Cause expected) {
    weu.down(IN_0, PARIS, reason);
    weu.after("20S").refused(Reason.AUTHENTICATION);
    weu.after("40S").refused(Reason.AUTHENTICATION);

    assertThat(cause(weu.incidentAfter("1M"))).isEqualTo(expected);
  }

  @Test
  void singleRefusalThatNamesNobodyMayBeAStrangers() {
    weu.down(IN_0, PARIS, Reason.NOT_STATED);
    weu.after("20S").refused(Reason.AUTHENTICATION);

    assertThat(cause(weu.incidentAfter("1M"))).isEqualTo(Cause.UNEXPLAINED);
  }

  @Test
  void refusalThatNamesNobodyIsNobodysWhereTwoAreLost() {
    weu.down(IN_0, PARIS, Reason.NOT_STATED);
    weu.after("5S").down(IN_1, TOKYO, Reason.NOT_STATED);
    weu.after("20S").refused(Reason.AUTHENTICATION);
    weu.after("40S").refused(Reason.AUTHENTICATION);

    assertThat(weu.incidentsAfter("1M"))
        .extracting(CauseTest::cause)
        .containsExactly(Cause.UNEXPLAINED, Cause.UNEXPLAINED);
  }

  /** Rule 25: what is refused while the tunnel is down is of its loss. */
  @Test
  void refusedRetriesTellWhyATunnelThatWentSilentlyStaysDown() {
    weu.down(IN_0, PARIS, Reason.NOT_STATED);
    weu.after("20S").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    weu.after("50S").refused(IN_0, PARIS, Reason.AUTHENTICATION);

    var incident = weu.incidentAfter("2M");

    assertThat(cause(incident)).isEqualTo(Cause.IKE_AUTHENTICATION);
    assertThat(incident.conditions())
        .extracting(Condition::kind)
        .containsExactly(ConditionKind.TUNNEL_DOWN, ConditionKind.IKE_FAILING);
    assertThat(incident.conditions().getLast().causedBy()).contains("c0");
  }

  /** The tunnel log says nothing, the IKE log of the same second that a key was changed. */
  @Test
  void changeThatOnlyTheIkeLogStatesIsTheCause() {
    weu.down(IN_0, PARIS, Reason.NOT_STATED).refused(IN_0, PARIS, Reason.SETTING_CHANGED);

    assertThat(cause(weu.incidentAfter("1M"))).isEqualTo(Cause.CONFIGURATION_CHANGE);
  }

  @Test
  void refusalsOnAPathThatNeverCameUpAreAWarning() {
    weu.refused(IN_0, PARIS, Reason.POLICY_MISMATCH);

    var incident = weu.incidentAfter("1M");

    assertThat(cause(incident)).isEqualTo(Cause.IKE_POLICY_MISMATCH);
    assertThat(incident.judgement().severity()).isEqualTo(Severity.WARNING);
  }

  @ParameterizedTest
  @CsvSource({
    "59, 60, PEER_UNREACHABLE",
    "30, 60, PEER_UNREACHABLE",
    "29, 60, IKE_POLICY_MISMATCH"
  })
  void invalidKeBeforeTheTunnelIsBackIsHowAGroupIsAgreedUpon(int hint, int back, Cause expected) {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after(hint + "S").refused(IN_0, PARIS, Reason.KEY_EXCHANGE_MISMATCH);
    weu.after(back + "S").up(IN_0, PARIS);

    assertThat(cause(weu.incidentAfter("5M"))).isEqualTo(expected);
  }

  @Test
  void invalidKeAgainAndAgainIsARefusalThoughTheTunnelCameBack() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("30S").refused(IN_0, PARIS, Reason.KEY_EXCHANGE_MISMATCH);
    weu.after("59S").refused(IN_0, PARIS, Reason.KEY_EXCHANGE_MISMATCH);
    weu.after("60S").up(IN_0, PARIS);

    assertThat(cause(weu.incidentAfter("5M"))).isEqualTo(Cause.IKE_POLICY_MISMATCH);
  }

  @Test
  void deletedSaAwayFromARekeyMeansThePeerClosed() {
    weu.deleted(IN_0, PARIS, Reason.SA_EXPIRED_OR_DELETED);
    weu.after("1S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(cause(weu.incidentAfter("1M"))).isEqualTo(Cause.PEER_CLOSED);
  }

  @Test
  void deletedSaAtARekeyProvesNothing() {
    weu.rekeyed(IN_0, PARIS).deleted(IN_0, PARIS, Reason.SA_EXPIRED_OR_DELETED);
    weu.after("1S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(cause(weu.incidentAfter("1M"))).isEqualTo(Cause.UNEXPLAINED);
  }

  @Test
  void saThatRanOutAtItsAgeWasNotDeletedByThePeer() {
    weu.at(Story.TEN.minusSeconds(27_000)).up(IN_0, PARIS);
    weu.after("0S").down(IN_0, PARIS, Reason.SA_EXPIRED_OR_DELETED);

    assertThat(cause(weu.incidentAfter("1M"))).isNotEqualTo(Cause.PEER_CLOSED);
  }

  @Test
  void deletedSaOfASilentPeerTellsOfItsSilence() {
    weu.deleted(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("1S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(cause(weu.incidentAfter("1M"))).isEqualTo(Cause.PEER_UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({"10S, 1", "11S, 2"})
  void instanceThatLosesAllPeersWhileItsTwinCarriesOnFailedOver(String second, int incidents) {
    var two = Story.at(Cast.topology(WEU, true, Cast.toParis(), Cast.to("tokyo", TOKYO)));
    two.down(IN_0, PARIS, Reason.LOCALLY_TRIGGERED);
    two.after(second).down(IN_0, TOKYO, Reason.PEER_SILENT);

    assertThat(two.incidentsAfter("1M"))
        .hasSize(incidents)
        .allMatch(i -> (cause(i) == Cause.INSTANCE_FAILOVER) == (incidents == 1));
  }

  @Test
  void refusalBarsAFailover() {
    var two = Story.at(Cast.topology(WEU, true, Cast.toParis(), Cast.to("tokyo", TOKYO)));
    two.down(IN_0, PARIS, Reason.AUTHENTICATION).down(IN_0, TOKYO, Reason.NOT_STATED);

    assertThat(two.incidentsAfter("1M"))
        .extracting(CauseTest::cause)
        .containsExactlyInAnyOrder(Cause.IKE_AUTHENTICATION, Cause.INSTANCE_FAILOVER);
  }

  @Test
  void standbyGatewayThatReturnsOnTheOtherInstanceFailedOver() {
    for (var peer : new dev.tunnelwatch.model.IpAddress[] {PARIS, TOKYO, LIMA}) {
      standby.after("0S").down(IN_0, peer, Reason.NOT_STATED);
      standby.after("75S").up(IN_1, peer);
    }

    var incident = standby.incidentAfter("10M");

    assertThat(cause(incident)).isEqualTo(Cause.INSTANCE_FAILOVER);
    assertThat(incident.judgement().severity()).isEqualTo(Severity.INFO);
  }

  @Test
  void standbyGatewayThatNobodyTakesOverIsOutAfterTwoMinutes() {
    for (var peer : new dev.tunnelwatch.model.IpAddress[] {PARIS, TOKYO, LIMA}) {
      standby.down(IN_0, peer, Reason.NOT_STATED);
    }

    assertThat(cause(standby.incidentAfter("119S"))).isEqualTo(Cause.INSTANCE_FAILOVER);
    assertThat(cause(standby.incidentAfter("120S"))).isEqualTo(Cause.GATEWAY_OUTAGE);
  }

  @Test
  void bothInstancesGoneTogetherIsAGatewayOutage() {
    for (var peer : new dev.tunnelwatch.model.IpAddress[] {PARIS, TOKYO, LIMA}) {
      weu.down(IN_0, peer, Reason.NOT_STATED).down(IN_1, peer, Reason.NOT_STATED);
    }

    var incident = weu.incidentAfter("1M");

    assertThat(cause(incident)).isEqualTo(Cause.GATEWAY_OUTAGE);
    assertThat(incident.scope().sites()).containsExactly("lima", "paris", "tokyo");
  }

  /** The limit is the one that holds for several gateways. */
  @ParameterizedTest
  @CsvSource({"120S, true", "121S, false"})
  void twoDevicesOfOneSiteGoneTogetherIsASiteOutage(String second, boolean outage) {
    var oslo =
        Story.at(
            Cast.topology(
                WEU, false, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2), Cast.toParis()));
    oslo.down(IN_0, OSLO_1, Reason.PEER_SILENT);
    oslo.after(second).down(IN_0, OSLO_2, Reason.PEER_SILENT);

    var causes = oslo.incidentsAfter("10M").stream().map(CauseTest::cause).toList();
    assertThat(causes.contains(Cause.SITE_OUTAGE)).as("%s", causes).isEqualTo(outage);
  }

  @ParameterizedTest
  @CsvSource({"3, PEER_UNREACHABLE", "4, PATH_UNSTABLE"})
  void fourQuickLossesAreAnUnstablePath(int losses, Cause expected) {
    for (int i = 0; i < losses; i++) {
      weu.after(20 * i + "S").down(IN_0, PARIS, Reason.PEER_SILENT);
      weu.after(20 * i + 8 + "S").up(IN_0, PARIS);
    }

    assertThat(cause(weu.incidentAfter("10M"))).isEqualTo(expected);
  }

  @Test
  void bgpLostWhileTheTunnelsStayUpIsItsOwnFault() {
    weu.bgpDown(IN_0, PARIS_BGP);

    var incident = weu.incidentAfter("1M");

    assertThat(cause(incident)).isEqualTo(Cause.BGP_SESSION_LOST);
    assertThat(incident.judgement().severity()).isEqualTo(Severity.WARNING);
    assertThat(incident.scope().bgpPeers()).containsExactly(PARIS_BGP);
  }

  /** Rule 25: the hold time of 180 s and 5 s for the record of it. */
  @ParameterizedTest
  @CsvSource({"185S, 1", "186S, 2"})
  void bgpFallsWithItsTunnelUntilTheHoldTimerRunsOut(String bgp, int incidents) {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after(bgp).bgpDown(IN_0, PARIS_BGP);

    assertThat(weu.incidentsAfter("10M")).hasSize(incidents);
  }

  @Test
  void withdrawnPrefixesWithTheSessionUpAreTheirOwnFault() {
    weu.routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");
    weu.after("5M").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.52.0.0/16");

    var incident = weu.incidentAfter("10M");

    assertThat(cause(incident)).isEqualTo(Cause.ROUTES_WITHDRAWN);
    assertThat(incident.span().endedAt()).contains(Story.TEN.plusSeconds(300));
  }

  /** Rule 25. */
  @ParameterizedTest
  @CsvSource({"60S, 1", "61S, 2"})
  void withdrawalBelongsToItsSessionForAMinute(String withdrawn, int incidents) {
    weu.bgpDown(IN_0, PARIS_BGP);
    weu.after(withdrawn).routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");

    assertThat(weu.incidentsAfter("10M")).hasSize(incidents);
  }

  @Test
  void rejectedCausesNameTheFirstThreeThatStandAbove() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentAfter("1M").proof().rejectedCauses())
        .extracting(Incident.RejectedCause::cause)
        .containsExactly(
            Cause.PLANNED_MAINTENANCE, Cause.CONFIGURATION_CHANGE, Cause.PEER_RESTARTED);
  }

  private static Cause cause(Incident incident) {
    return incident.judgement().cause();
  }
}
