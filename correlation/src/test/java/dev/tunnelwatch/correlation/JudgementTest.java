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
import static org.assertj.core.api.Assertions.tuple;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.SiteState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Redundancy, severity, life and identity (rules 7, 12, 24, 29 to 33, 38, 39 and 41). */
class JudgementTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @ParameterizedTest
  @CsvSource({"29S, INFO", "30S, CRITICAL"})
  void lossThatCameBackWithinConfirmIsABlip(String back, Severity expected) {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);
    standby.after(back).up(IN_0, PARIS);

    assertThat(severity(standby.incidentAfter("5M"))).isEqualTo(expected);
    assertThat(standby.incidentAfter("5M").judgement().page())
        .isEqualTo(expected == Severity.CRITICAL);
  }

  /** Rules 33 and 34: a page is asked for exactly while it is critical. */
  @ParameterizedTest
  @CsvSource({"29S, INFO", "30S, CRITICAL"})
  void openLossIsCriticalOnceConfirmed(String asOf, Severity expected) {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(severity(standby.incidentAfter(asOf))).isEqualTo(expected);
    assertThat(standby.incidentAfter(asOf).judgement().page())
        .isEqualTo(expected == Severity.CRITICAL);
  }

  @ParameterizedTest
  @CsvSource({"179S, INFO", "180S, CRITICAL"})
  void maintenanceIsGivenThreeMinutes(String asOf, Severity expected) {
    standby.maintenance(Optional.empty()).down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(severity(standby.incidentAfter(asOf))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"6M29S, INFO", "6M30S, CRITICAL"})
  void whatIsLostAgainAfterMaintenanceIsGivenNoMoreThanAnyLoss(String back, Severity expected) {
    standby.maintenance(Optional.empty()).down(IN_0, PARIS, Reason.NOT_STATED);
    standby.after("179S").up(IN_0, PARIS);
    standby.after("6M").down(IN_0, PARIS, Reason.UNRECOGNISED);
    standby.after(back).up(IN_0, PARIS);

    var incident = standby.incidentAfter("20M");

    assertThat(severity(incident)).isEqualTo(expected);
    assertThat(incident.judgement().cause()).isEqualTo(Cause.PLANNED_MAINTENANCE);
  }

  @Test
  void pageForWhatIsLostAgainAfterMaintenanceGoesAsForAnyLoss() {
    standby.maintenance(Optional.empty()).down(IN_0, PARIS, Reason.NOT_STATED);
    standby.after("50S").up(IN_0, PARIS);
    standby.after("6M").down(IN_0, PARIS, Reason.UNRECOGNISED);

    var incident = standby.incidentAfter("8M");

    assertThat(incident.judgement().page()).isTrue();
    assertThat(incident.redundancy().getFirst().lostFrom()).contains(after("6M"));
    assertThat(PageTiming.due(incident, Duration.ofSeconds(60))).contains(after("7M30S"));
  }

  @ParameterizedTest
  @CsvSource({"119S, INFO", "120S, CRITICAL"})
  void failoverOfAStandbyGatewayIsGivenTwoMinutes(String back, Severity expected) {
    standby.down(IN_0, PARIS, Reason.STANDBY_CHANGED).down(IN_0, TOKYO, Reason.STANDBY_CHANGED);
    standby.after(back).up(IN_1, PARIS).up(IN_1, TOKYO);

    assertThat(severity(standby.incidentAfter("10M"))).isEqualTo(expected);
  }

  /**
   * Of a takeover within those two minutes the record may still be on its way, and BGP's with it.
   */
  @Test
  void rule35PageOfAStandbyGatewayWaitsForTheRecordOfATakeover() {
    standby.down(IN_0, PARIS, Reason.NOT_STATED).down(IN_0, TOKYO, Reason.NOT_STATED);
    standby.after("1S").bgpDown(IN_0, PARIS);

    var incident = standby.incidentAfter("2M10S");

    assertThat(incident.judgement().cause()).isEqualTo(Cause.GATEWAY_OUTAGE);
    assertThat(incident.judgement().page()).isTrue();
    assertThat(PageTiming.due(incident, Duration.ofSeconds(60))).contains(after("3M"));
  }

  @Test
  void rule35RetriesThatFailAfterTwoMinutesBringItForward() {
    standby.down(IN_0, PARIS, Reason.NOT_STATED).down(IN_0, TOKYO, Reason.NOT_STATED);
    standby.after("2M5S").refused(IN_1, PARIS, Reason.PEER_SILENT);

    var incident = standby.incidentAfter("2M10S");

    assertThat(PageTiming.due(incident, Duration.ofSeconds(60))).contains(after("2M5S"));
  }

  @Test
  void lostTunnelWithAWorkingTwinIsNoOutage() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);

    var incident = weu.incidentAfter("10M");

    assertThat(severity(incident)).isEqualTo(Severity.WARNING);
    assertThat(incident.redundancy())
        .containsExactly(
            new Redundancy(
                WEU, "paris", 2, 1, SiteState.DEGRADED, Optional.empty(), Optional.empty()));
    assertThat(incident.wording().title())
        .isEqualTo(
            "paris has fewer paths from gw-weu since 10:00:00: peer 203.0.113.7 stopped"
                + " answering");
  }

  @Test
  void siteIsLostFromItsLastPathToTheFirstThatReturns() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("2S").down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("5M").up(IN_1, PARIS);
    weu.after("6M").up(IN_0, PARIS);

    assertThat(weu.incidentAfter("10M").redundancy())
        .containsExactly(
            new Redundancy(
                WEU,
                "paris",
                2,
                0,
                SiteState.LOST,
                Optional.of(Story.TEN.plusSeconds(2)),
                Optional.of(Story.TEN.plusSeconds(300))));
  }

  @Test
  void lostSiteIsChargedToTheIncidentThatTookTheLastPath() {
    weu.down(IN_0, PARIS, Reason.AUTHENTICATION);
    weu.after("20M").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentsAfter("30M"))
        .extracting(i -> i.judgement().cause(), i -> i.redundancy().getFirst().worst())
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(Cause.IKE_AUTHENTICATION, SiteState.DEGRADED),
            org.assertj.core.groups.Tuple.tuple(Cause.PEER_UNREACHABLE, SiteState.LOST));
  }

  @ParameterizedTest
  @CsvSource({"75S, 1", "76S, 2"})
  void otherInstanceFollowsWithinDpdAndThirtySeconds(String second, int incidents) {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after(second).down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentsAfter("10M")).hasSize(incidents);
  }

  @ParameterizedTest
  @CsvSource({"610S, 1", "611S, 2"})
  void sameTunnelAgainWithinTenMinutesIsTheSameIncident(String again, int incidents) {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("10S").up(IN_0, PARIS);
    weu.after(again).down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentsAfter("60M")).hasSize(incidents);
  }

  @Test
  void unrelatedFaultsOfOneMinuteStayTwo() {
    weu.down(IN_0, PARIS, Reason.AUTHENTICATION);
    weu.after("20S").down(IN_1, LIMA, Reason.PEER_SILENT);

    assertThat(weu.incidentsAfter("10M"))
        .extracting(i -> i.judgement().cause())
        .containsExactlyInAnyOrder(Cause.IKE_AUTHENTICATION, Cause.PEER_UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({"1S, AMBIGUOUS_ORDER", "2S,"})
  void orderInsideASecondIsUnknown(String connect, Flag flag) {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after(connect).up(IN_0, PARIS);

    var incident = weu.incidentAfter("10M");

    assertThat(incident.flags())
        .isEqualTo(flag == null ? java.util.Set.of() : java.util.Set.of(flag));
    assertThat(incident.span().endedAt()).contains(Story.TEN.plus(Duration.parse("PT" + connect)));
  }

  @Test
  void connectBeforeDisconnectInOneSecondIsABlipToo() {
    weu.up(IN_0, PARIS);
    weu.at(Story.TEN.plusMillis(300)).down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentAfter("10M").span())
        .isEqualTo(new Incident.Span(Story.TEN, Optional.of(Story.TEN.plusMillis(300))));
  }

  @Test
  void signOfLifeAfterTheMinuteOfTheLossRepairsALostConnect() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("30S").alive(IN_0, PARIS);

    assertThat(weu.incidentAfter("10M").span().endedAt()).isEmpty();

    weu.after("61S").alive(IN_0, PARIS);

    assertThat(weu.incidentAfter("10M").span().endedAt()).contains(Story.TEN.plusSeconds(120));
    assertThat(weu.incidentAfter("10M").flags()).containsExactly(Flag.MISSING_RECOVERY);
  }

  @Test
  void removedTunnelIsNoLossAndNoLongerExpected() {
    weu.down(IN_0, PARIS, Reason.TUNNEL_REMOVED);
    weu.after("30M").down(IN_1, PARIS, Reason.PEER_SILENT);

    var incidents = weu.incidentsAfter("60M");

    assertThat(incidents)
        .extracting(JudgementTest::severity)
        .containsExactlyInAnyOrder(Severity.INFO, Severity.CRITICAL);
    assertThat(incidents)
        .extracting(i -> i.redundancy().getFirst())
        .extracting(Redundancy::worst, Redundancy::up, Redundancy::expected)
        .containsExactlyInAnyOrder(tuple(SiteState.FULL, 1, 1), tuple(SiteState.LOST, 0, 1));
  }

  /** Nobody waits for a session whose tunnels were taken out. */
  @Test
  void sessionGoesWithItsTunnelsWhenTheyAreRemoved() {
    weu.down(IN_0, PARIS, Reason.TUNNEL_REMOVED).down(IN_1, PARIS, Reason.TUNNEL_REMOVED);
    weu.after("1S").bgpDown(IN_0, PARIS_BGP).bgpDown(IN_1, PARIS_BGP);

    var incidents = weu.incidentsAfter("60M");

    assertThat(incidents).extracting(JudgementTest::severity).containsOnly(Severity.INFO);
    assertThat(incidents).allMatch(incident -> incident.span().endedAt().isPresent());
  }

  /** A device that nobody told of the end calls for ever, and nobody is woken for that. */
  @Test
  void whoNegotiatesForWhatWasRemovedIsToldOf() {
    weu.down(IN_0, PARIS, Reason.TUNNEL_REMOVED).down(IN_1, PARIS, Reason.TUNNEL_REMOVED);
    for (int minute = 1; minute < 30; minute++) {
      weu.after(minute + "M").refused(IN_0, PARIS, Reason.POLICY_MISMATCH);
    }

    assertThat(weu.incidentsAfter("5M"))
        .extracting(JudgementTest::severity)
        .contains(Severity.INFO);
    assertThat(weu.incidentsAfter("31M"))
        .extracting(JudgementTest::severity)
        .contains(Severity.WARNING);
  }

  /** Rule 7: the order inside a second is unknown, so it was put back as well as removed. */
  @Test
  void tunnelThatConnectsInTheSecondOfItsRemovalIsThere() {
    weu.up(IN_0, PARIS);
    weu.at(Story.TEN.plusMillis(900)).down(IN_0, PARIS, Reason.TUNNEL_REMOVED);
    weu.after("30M").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentsAfter("60M"))
        .extracting(i -> i.redundancy().getFirst().expected())
        .containsExactly(2, 2);
  }

  @Test
  void siteIsBackOnceItsLastTunnelIsPutBack() {
    weu.down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("30M").down(IN_0, PARIS, Reason.TUNNEL_REMOVED);
    weu.after("40M").up(IN_0, PARIS);
    weu.after("2H").down(IN_0, PARIS, Reason.PEER_SILENT);

    var lost =
        weu.incidentsAfter("3H").stream()
            .map(incident -> incident.redundancy().getFirst())
            .filter(row -> row.worst() == SiteState.LOST);

    assertThat(lost)
        .extracting(Redundancy::lostFrom, Redundancy::lostTo)
        .containsExactlyInAnyOrder(
            tuple(Optional.of(after("30M")), Optional.of(after("40M"))),
            tuple(Optional.of(after("2H")), Optional.empty()));
  }

  @Test
  void whoeverRemovesALostTunnelEndsItsLoss() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);
    standby.after("2H").down(IN_0, PARIS, Reason.TUNNEL_REMOVED);

    var incident = standby.incidentAfter("3H");

    assertThat(incident.span().endedAt()).contains(after("2H"));
    assertThat(incident.judgement())
        .isEqualTo(new Incident.Judgement(Severity.CRITICAL, true, Cause.PEER_UNREACHABLE));
    assertThat(incident.redundancy().getFirst().lostTo()).contains(after("2H"));
  }

  @Test
  void whoeverRemovesTheLastWayThatWorksLosesTheSite() {
    weu.down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("30M").down(IN_0, PARIS, Reason.TUNNEL_REMOVED);

    assertThat(weu.incidentsAfter("60M"))
        .filteredOn(incident -> severity(incident) == Severity.CRITICAL)
        .singleElement()
        .satisfies(
            incident -> {
              assertThat(incident.judgement().cause()).isEqualTo(Cause.CONFIGURATION_CHANGE);
              assertThat(incident.redundancy().getFirst().lostFrom()).contains(after("30M"));
              assertThat(incident.state()).isEqualTo(IncidentState.OPEN);
              assertThat(incident.span().endedAt()).isEmpty();
              assertThat(incident.wording().explanation()).contains("lost its last path at 10:30");
            });

    weu.after("2H").up(IN_1, PARIS);

    assertThat(weu.incidentsAfter("3H"))
        .extracting(incident -> incident.span().endedAt())
        .containsExactly(Optional.of(after("2H")), Optional.of(after("2H")));
  }

  @ParameterizedTest
  @CsvSource({", GATEWAY_OUTAGE", "30M, INSTANCE_FAILOVER"})
  void allThatGoTogetherAreAllButTheRemovedUntilTheyAreBack(String back, Cause expected) {
    weu.down(IN_1, LIMA, Reason.TUNNEL_REMOVED);
    if (back != null) {
      weu.after(back).up(IN_1, LIMA);
    }
    weu.after("60M").down(IN_0, PARIS, Reason.NOT_STATED).down(IN_1, PARIS, Reason.NOT_STATED);
    weu.down(IN_0, TOKYO, Reason.NOT_STATED).down(IN_1, TOKYO, Reason.NOT_STATED);
    weu.down(IN_0, LIMA, Reason.NOT_STATED);

    assertThat(weu.incidentsAfter("90M"))
        .extracting(incident -> incident.judgement().cause())
        .contains(expected);
  }

  @Test
  void learnedTopologyKnowsTwoInstancesThatWereUpTogether() {
    var learned = Story.at(WEU).up(IN_0, PARIS).up(IN_1, PARIS);
    learned.after("5M").down(IN_0, PARIS, Reason.PEER_SILENT);

    var incident = learned.incidentAfter("30M");

    assertThat(incident.redundancy().getFirst().expected()).isEqualTo(2);
    assertThat(severity(incident)).isEqualTo(Severity.WARNING);
    assertThat(incident.scope().sites()).containsExactly(PARIS.text());
    assertThat(incident.wording().explanation())
        .contains("gw-weu is in no inventory: sites and redundancy are learned");
  }

  @Test
  void beforeFiveMinutesTogetherAGatewayIsTakenForActiveStandby() {
    var learned = Story.at(WEU).up(IN_0, PARIS).up(IN_1, PARIS);
    learned.after("4M59S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(learned.incidentsAfter("30M")).isEmpty();
  }

  /** The tunnel log knows nothing of phase 2, and a record of a loss may be lost itself. */
  @Test
  void negotiationsThatFailForTenMinutesAreAWarningThoughTheTunnelCountsAsUp() {
    weu.up(IN_0, PARIS);
    for (int minute = 30; minute <= 40; minute++) {
      weu.after(minute + "M").refused(IN_0, PARIS, Reason.TRAFFIC_SELECTORS);
    }

    assertThat(severity(weu.incidentAfter("39M"))).isEqualTo(Severity.INFO);
    var told = weu.incidentAfter("41M");
    assertThat(severity(told)).isEqualTo(Severity.WARNING);
    assertThat(told.wording().explanation()).contains("counts as up all the same");
  }

  @Test
  void nothingWrongGivesNothing() {
    weu.up(IN_0, PARIS).alive(IN_0, PARIS).rekeyed(IN_1, PARIS);
    weu.after("1M").deleted(IN_0, PARIS, Reason.SA_EXPIRED_OR_DELETED).up(IN_0, PARIS);

    assertThat(weu.incidentsAfter("24H")).isEmpty();
  }

  private static Severity severity(Incident incident) {
    return incident.judgement().severity();
  }

  private static Instant after(String time) {
    return Story.TEN.plus(Duration.parse("PT" + time));
  }
}
