package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
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
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two causes that could both be meant, and which of them it is (rules 22 to 28). */
class CompetitionTest {
  private static final List<IpAddress> PEERS = List.of(PARIS, TOKYO, LIMA);
  private final Story weu = Story.at(Cast.activeActive(WEU));

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

  @Test
  void faultsOfTwoPeersInOneMinuteStayTwo() {
    weu.at(Story.TEN.minusSeconds(600)).alive(IN_1, TOKYO).at(Story.TEN);
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

  @ParameterizedTest
  @CsvSource({"PEER_SILENT, PEER_UNREACHABLE", "NOT_STATED, PEER_CLOSED"})
  void oldChildSaThatEndsBesideALossIsNoReasonOfASilentPeer(Reason reason, Cause expected) {
    weu.childDeleted(IN_0, PARIS, Reason.SA_EXPIRED_OR_DELETED);
    weu.after("20S").down(IN_0, PARIS, reason);

    assertThat(causes(weu, "30M")).containsExactly(expected);
  }

  private static Story oslo() {
    return Story.at(
        Cast.topology(
            WEU, false, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2), Cast.toParis()));
  }

  private static List<Cause> causes(Story story, String after) {
    return story.incidentsAfter(after).stream().map(CompetitionTest::cause).toList();
  }

  private static Cause cause(Incident incident) {
    return incident.judgement().cause();
  }
}
