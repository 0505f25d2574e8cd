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
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What many losses look like, beside what each of them says (rules 14, 17, 22 and 27). */
class CompetingShapesTest {
  private static final List<IpAddress> PEERS = List.of(PARIS, TOKYO, LIMA);
  private final Story weu = Story.at(Cast.activeActive(WEU));

  /** The words of one fault on its two instances: the higher of them in the table. */
  @ParameterizedTest
  @CsvSource({
    "PEER_RESTARTED, SETTING_CHANGED, CONFIGURATION_CHANGE",
    "AUTHENTICATION, SETTING_CHANGED, CONFIGURATION_CHANGE",
    "REMOTELY_TRIGGERED, SETTING_CHANGED, CONFIGURATION_CHANGE",
    "PEER_SILENT, SETTING_CHANGED, CONFIGURATION_CHANGE",
    "POLICY_MISMATCH, PEER_RESTARTED, PEER_RESTARTED",
    "TRAFFIC_SELECTORS, PEER_RESTARTED, PEER_RESTARTED",
    "REMOTELY_TRIGGERED, PEER_RESTARTED, PEER_RESTARTED",
    "PEER_SILENT, PEER_RESTARTED, PEER_RESTARTED",
    "TRAFFIC_SELECTORS, POLICY_MISMATCH, IKE_POLICY_MISMATCH",
    "REMOTELY_TRIGGERED, AUTHENTICATION, IKE_AUTHENTICATION",
    "REMOTELY_TRIGGERED, POLICY_MISMATCH, IKE_POLICY_MISMATCH",
    "REMOTELY_TRIGGERED, TRAFFIC_SELECTORS, IKE_TRAFFIC_SELECTORS"
  })
  void ofTwoThingsThatTheLinesOfOneFaultSayTheHigherIsTheCause(
      Reason first, Reason second, Cause expected) {
    weu.down(IN_0, PARIS, first).after("3S").down(IN_1, PARIS, second);

    assertThat(causes(weu, "30M")).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "PEER_RESTARTED, PEER_RESTARTED",
    "POLICY_MISMATCH, IKE_POLICY_MISMATCH",
    "TRAFFIC_SELECTORS, IKE_TRAFFIC_SELECTORS"
  })
  void peerThatRestartedOrRefusesIsNoPartOfAnOutageOrAFailover(Reason reason, Cause expected) {
    for (var peer : PEERS) {
      weu.down(IN_0, peer, peer.equals(LIMA) ? reason : Reason.NOT_STATED);
    }

    assertThat(causes(weu, "30M")).containsExactlyInAnyOrder(Cause.INSTANCE_FAILOVER, expected);

    for (var peer : PEERS) {
      weu.after("1S").down(IN_1, peer, peer.equals(LIMA) ? reason : Reason.NOT_STATED);
    }

    assertThat(causes(weu, "30M")).containsExactlyInAnyOrder(Cause.GATEWAY_OUTAGE, expected);
  }

  @Test
  void peersThatAllCloseAtOnceWereClosedByTheGateway() {
    PEERS.forEach(peer -> weu.down(IN_0, peer, Reason.REMOTELY_TRIGGERED));

    assertThat(causes(weu, "30M")).containsExactly(Cause.INSTANCE_FAILOVER);

    PEERS.forEach(peer -> weu.after("1S").down(IN_1, peer, Reason.REMOTELY_TRIGGERED));

    assertThat(causes(weu, "30M")).containsExactly(Cause.GATEWAY_OUTAGE);
  }

  /** All came up when the gateway started, so that all keys are due together. */
  @Test
  void gatewayOrInstanceThatGoesAtTheAgeOfAllItsKeysIsNoRekeyOfThem() {
    weu.at(Story.TEN.minusSeconds(27_000));
    PEERS.forEach(peer -> weu.up(IN_0, peer).up(IN_1, peer));
    weu.after("0S");
    PEERS.forEach(peer -> weu.down(IN_0, peer, Reason.NOT_STATED));

    assertThat(causes(weu, "30M")).containsExactly(Cause.INSTANCE_FAILOVER);

    PEERS.forEach(peer -> weu.after("1S").down(IN_1, peer, Reason.NOT_STATED));

    assertThat(causes(weu, "30M")).containsExactly(Cause.GATEWAY_OUTAGE);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PEER_RESTARTED",
        "POLICY_MISMATCH",
        "TRAFFIC_SELECTORS",
        "REMOTELY_TRIGGERED",
        "SA_EXPIRED_OR_DELETED"
      })
  void bothDevicesOfASiteAreTheSiteWhateverTheirLossesSay(Reason reason) {
    var oslo = oslo();
    oslo.at(Story.TEN.minusSeconds(27_000)).up(IN_0, OSLO_1).up(IN_0, OSLO_2); // keys are due, too
    oslo.after("0S").down(IN_0, OSLO_1, reason);
    oslo.after("5S").down(IN_0, OSLO_2, reason);

    assertThat(causes(oslo, "30M")).containsExactly(Cause.SITE_OUTAGE);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PEER_RESTARTED",
        "AUTHENTICATION",
        "POLICY_MISMATCH",
        "TRAFFIC_SELECTORS",
        "REMOTELY_TRIGGERED",
        "SETTING_CHANGED"
      })
  void lineThatComesAndGoesIsUnstableWhateverItsLossesSay(Reason reason) {
    weu.at(Story.TEN.minusSeconds(27_000)).up(IN_0, PARIS); // its keys are due at the first loss
    for (int i = 0; i < 5; i++) {
      weu.after(30 * i + "S").down(IN_0, PARIS, reason).after(30 * i + 10 + "S").up(IN_0, PARIS);
    }

    assertThat(causes(weu, "10M")).containsExactly(Cause.PATH_UNSTABLE);
  }

  /** Silence is what a failover looks like, too; a refusal is not. */
  @ParameterizedTest
  @CsvSource({
    "PEER_RESTARTED, PEER_RESTARTED",
    "AUTHENTICATION, IKE_AUTHENTICATION",
    "NEGOTIATION_TIMED_OUT, INSTANCE_FAILOVER"
  })
  void changeOfTheStandbyIsNotWhyAPeerThatRestartedOrRefusesStaysAway(
      Reason later, Cause expected) {
    var standby = Story.at(Cast.activeStandby(NEU));
    standby.down(IN_0, PARIS, Reason.STANDBY_CHANGED);
    standby.after("20S").refused(IN_1, PARIS, later);

    assertThat(causes(standby, "30M")).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"0S, 30S", "60S, 30S"})
  void sessionsAndRoutesThatGoWithAllOfTheGatewayAreOfItsOutage(String sessions, String tunnels) {
    weu.after(sessions).bgpDown(IN_0, PARIS_BGP).bgpDown(IN_1, PARIS_BGP);
    weu.routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");
    for (var peer : PEERS) {
      weu.after(tunnels).down(IN_0, peer, Reason.NOT_STATED);
      weu.down(IN_1, peer, Reason.NOT_STATED);
    }

    assertThat(causes(weu, "30M")).containsExactly(Cause.GATEWAY_OUTAGE);
  }

  @Test
  void sessionThatFallsWithALineThatComesAndGoesIsOfThatLine() {
    weu.at(Story.TEN.minusSeconds(60)).bgpUp(IN_0, PARIS_BGP);
    for (int i = 0; i < 5; i++) {
      weu.after(30 * i + "S").down(IN_0, PARIS, Reason.PEER_SILENT);
      weu.after(30 * i + 10 + "S").up(IN_0, PARIS);
    }
    weu.after("100S")
        .bgpDown(IN_0, PARIS_BGP)
        .routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");

    assertThat(causes(weu, "10M")).containsExactly(Cause.PATH_UNSTABLE);
  }

  private static Story oslo() {
    return Story.at(
        Cast.topology(
            WEU, false, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2), Cast.toParis()));
  }

  private static List<Cause> causes(Story story, String after) {
    return story.incidentsAfter(after).stream()
        .map(incident -> incident.judgement().cause())
        .toList();
  }
}
