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
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two conditions that could both be the parent, and which of them is (rules 22 to 26). */
class CompetingParentsTest {
  private static final List<IpAddress> PEERS = List.of(PARIS, TOKYO, LIMA);
  private final Story weu = Story.at(Cast.activeActive(WEU));

  /** Rule 22: a record before rule 24. */
  @Test
  void lossMinutesAfterAnotherIsOfTheWorkThatIsRecordedBesideIt() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).after("1M").up(IN_0, PARIS);
    weu.after("5M").maintenance(Optional.of(IN_0));
    weu.after("305S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(causes(weu, "30M"))
        .containsExactlyInAnyOrder(Cause.PEER_UNREACHABLE, Cause.PLANNED_MAINTENANCE);
  }

  /** Rule 22: the nearer of two of a kind. */
  @ParameterizedTest
  @CsvSource({"60S, 0", "119S, 123"})
  void lossBetweenTwoChangesIsOfTheNearerOne(String lost, int change) {
    weu.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    weu.after("123S").changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    weu.after(lost).down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(weu.incidentAfter("30M").conditions())
        .filteredOn(condition -> condition.kind() == ConditionKind.CONFIGURATION_CHANGED)
        .extracting(Condition::from)
        .containsExactly(Story.TEN.plusSeconds(change));
  }

  /** Rule 25 before rule 24. */
  @Test
  void sessionThatFallsAgainWithItsTunnelIsOfTheTunnelsLoss() {
    weu.bgpDown(IN_0, PARIS_BGP).after("1M").bgpUp(IN_0, PARIS_BGP);
    weu.after("5M").down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("330S").bgpDown(IN_0, PARIS_BGP);

    assertThat(kinds(weu, Cause.PEER_UNREACHABLE))
        .containsExactly(ConditionKind.TUNNEL_DOWN, ConditionKind.BGP_SESSION_DOWN);
    assertThat(kinds(weu, Cause.BGP_SESSION_LOST)).containsExactly(ConditionKind.BGP_SESSION_DOWN);
  }

  @Test
  void sessionThatFallsAfterTheOtherInstancesAndWithItsOwnTunnelIsOfTheTunnelsLoss() {
    weu.bgpDown(IN_0, PARIS_BGP);
    weu.after("30S").down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("40S").bgpDown(IN_1, PARIS_BGP);

    assertThat(kinds(weu, Cause.PEER_UNREACHABLE))
        .containsExactly(ConditionKind.TUNNEL_DOWN, ConditionKind.BGP_SESSION_DOWN);
    assertThat(kinds(weu, Cause.BGP_SESSION_LOST)).containsExactly(ConditionKind.BGP_SESSION_DOWN);
  }

  @Test
  void routesThatGoAgainWithTheirSessionAreOfTheSession() {
    weu.routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");
    weu.after("1M").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.52.0.0/16");
    weu.after("5M").bgpDown(IN_0, PARIS_BGP);
    weu.after("301S").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");

    assertThat(kinds(weu, Cause.BGP_SESSION_LOST))
        .containsExactly(ConditionKind.BGP_SESSION_DOWN, ConditionKind.ROUTES_WITHDRAWN);
    assertThat(kinds(weu, Cause.ROUTES_WITHDRAWN)).containsExactly(ConditionKind.ROUTES_WITHDRAWN);
  }

  /** Rule 22: the nearer of a lost tunnel and of the other instance's session. */
  @ParameterizedTest
  @CsvSource({"10S, PEER_UNREACHABLE", "45S, BGP_SESSION_LOST"})
  void routesThatGoBetweenATunnelsLossAndAnothersSessionAreOfTheNearer(
      String withdrawn, Cause expected) {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("40S").bgpDown(IN_1, PARIS_BGP);
    weu.after(withdrawn).routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");

    assertThat(kinds(weu, expected)).contains(ConditionKind.ROUTES_WITHDRAWN);
    assertThat(causes(weu, "30M"))
        .containsExactlyInAnyOrder(Cause.PEER_UNREACHABLE, Cause.BGP_SESSION_LOST);
  }

  /** Rule 25: a child of its tunnel's loss, unless a higher rule offers a parent. */
  @Test
  void refusalsThatBeginWithAChangeOfALostConnectionAreOfTheChange() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("20M").changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    for (int minute = 21; minute < 40; minute++) {
      weu.after(minute + "M").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    }

    assertThat(causes(weu, "1H"))
        .containsExactlyInAnyOrder(Cause.PEER_UNREACHABLE, Cause.CONFIGURATION_CHANGE);
  }

  /** Rule 26 before rule 24; on its own tunnel it is one fault however long. */
  @ParameterizedTest
  @CsvSource({"120M, 1", "121M, 2"})
  void negotiationsOfTheOtherInstanceThatBeginToFailAfterHoursAreAnotherFault(
      String second, int incidents) {
    for (int minute = 0; minute < 150; minute += 5) {
      weu.after(minute + "M").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);
    }
    weu.after(second).refused(IN_1, PARIS, Reason.AUTHENTICATION);
    weu.after("125M").refused(IN_1, PARIS, Reason.AUTHENTICATION);

    assertThat(causes(weu, "150M")).hasSize(incidents);
  }

  /** Rule 24: what the platform did has no sibling that proves another cause. */
  @ParameterizedTest
  @CsvSource({
    "false, LOCALLY_TRIGGERED, INSTANCE_FAILOVER, 1",
    "false, PEER_SILENT, PEER_UNREACHABLE, 2",
    "false, REMOTELY_TRIGGERED, PEER_CLOSED, 2",
    "true, LOCALLY_TRIGGERED, GATEWAY_OUTAGE, 1",
    "true, PEER_SILENT, PEER_UNREACHABLE, 2",
    "true, REMOTELY_TRIGGERED, PEER_CLOSED, 2"
  })
  void whatTakesATunnelSoonAfterAFailoverOrAnOutageIsItsOwnFaultIfItSaysSo(
      boolean both, Reason reason, Cause expected, int incidents) {
    for (var peer : PEERS) {
      weu.after("0S").down(IN_0, peer, Reason.NOT_STATED).after("45S").up(IN_0, peer);
      if (both) {
        weu.after("1S").down(IN_1, peer, Reason.NOT_STATED).after("45S").up(IN_1, peer);
      }
    }
    weu.after("6M").down(IN_0, PARIS, reason);

    assertThat(causes(weu, "30M")).hasSize(incidents).contains(expected);
  }

  /** Rule 33: 180 s under maintenance, and 90 s more for what comes and goes. */
  @ParameterizedTest
  @CsvSource({"349S, false", "350S, true"})
  void lineThatComesAndGoesUnderMaintenanceHasTheTimeOfBoth(String asOf, boolean page) {
    var one = Story.at(Cast.topology(NEU, false, Cast.toParis(), Cast.to("tokyo", TOKYO)));
    one.maintenance(Optional.of(IN_0));
    for (int i = 0; i < 4; i++) {
      one.after(20 * i + "S").down(IN_0, PARIS, Reason.NOT_STATED);
      one.after(20 * i + 10 + "S").up(IN_0, PARIS);
    }
    one.after("80S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(one.incidentAfter(asOf).judgement().cause()).isEqualTo(Cause.PLANNED_MAINTENANCE);
    assertThat(one.incidentAfter(asOf).judgement().page()).isEqualTo(page);
  }

  private static List<ConditionKind> kinds(Story story, Cause of) {
    return story.incidentsAfter("30M").stream()
        .filter(incident -> incident.judgement().cause() == of)
        .flatMap(incident -> incident.conditions().stream())
        .map(condition -> condition.kind())
        .toList();
  }

  private static List<Cause> causes(Story story, String after) {
    return story.incidentsAfter(after).stream()
        .map(incident -> incident.judgement().cause())
        .toList();
  }
}
