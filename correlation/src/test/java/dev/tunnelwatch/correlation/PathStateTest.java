package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.OSLO_1;
import static dev.tunnelwatch.correlation.Cast.OSLO_2;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.PARIS_BGP;
import static dev.tunnelwatch.correlation.Cast.SEA_0;
import static dev.tunnelwatch.correlation.Cast.SEA_1;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.SiteState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the paths of each design are worth, and when a site is lost (rules 29, 30, 32 and 33). */
class PathStateTest {
  private final Story byBgp = Story.at(Cast.topology(NEU, false, Cast.toParisByBgpOnly()));
  private final Story twiceByBgp = Story.at(Cast.topology(WEU, true, Cast.toParisByBgpOnly()));

  @ParameterizedTest
  @CsvSource({"29S, INFO", "30S, CRITICAL"})
  void siteThatIsReachedByBgpAloneIsLostWithItsSession(String back, Severity expected) {
    byBgp.bgpDown(IN_0, PARIS_BGP);
    byBgp.after(back).bgpUp(IN_0, PARIS_BGP);

    var incident = byBgp.incidentAfter("10M");

    assertThat(incident.judgement())
        .isEqualTo(
            new Incident.Judgement(
                expected, expected == Severity.CRITICAL, Cause.BGP_SESSION_LOST));
    assertThat(only(incident).expected()).isEqualTo(1);
    assertThat(only(incident).up()).isZero();
    assertThat(only(incident).lostFrom()).contains(Story.TEN);
    assertThat(incident.wording().title())
        .startsWith("paris was unreachable from gw-neu 10:00:00 to ");
  }

  @Test
  void siteWithAnAddressSpaceOutlivesItsSession() {
    var both = Story.at(Cast.topology(NEU, false, Cast.toParis()));
    both.bgpDown(IN_0, PARIS_BGP);

    assertThat(severity(both.incidentAfter("10M"))).isEqualTo(Severity.WARNING);
    assertThat(only(both.incidentAfter("10M")).worst()).isEqualTo(SiteState.FULL);
  }

  @Test
  void oneOfTwoSessionsLeavesOneUsablePath() {
    twiceByBgp.bgpDown(IN_0, PARIS_BGP);

    var incident = twiceByBgp.incidentAfter("10M");

    assertThat(severity(incident)).isEqualTo(Severity.WARNING);
    assertThat(only(incident)).isEqualTo(row("paris", 2, 1, SiteState.DEGRADED));
  }

  @Test
  void tunnelOfOneInstanceAndSessionOfTheOtherTakeTheSiteTogether() {
    twiceByBgp.down(IN_0, PARIS, Reason.PEER_SILENT);
    twiceByBgp.after("20M").bgpDown(IN_1, PARIS_BGP);

    assertThat(twiceByBgp.incidentsAfter("30M"))
        .extracting(i -> i.judgement().cause(), i -> only(i).worst())
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(Cause.PEER_UNREACHABLE, SiteState.DEGRADED),
            org.assertj.core.groups.Tuple.tuple(Cause.BGP_SESSION_LOST, SiteState.LOST));
  }

  @Test
  void pathThatIsBackWithoutItsSessionIsStillUnusable() {
    byBgp.down(IN_0, PARIS, Reason.PEER_SILENT);
    byBgp.after("135S").bgpDown(IN_0, PARIS_BGP);
    byBgp.after("5M").up(IN_0, PARIS);
    byBgp.after("5M30S").bgpUp(IN_0, PARIS_BGP);

    var incident = byBgp.incidentAfter("10M");

    assertThat(incident.judgement().cause()).isEqualTo(Cause.PEER_UNREACHABLE);
    assertThat(only(incident).lostFrom()).contains(Story.TEN);
    assertThat(only(incident).lostTo()).contains(Story.TEN.plusSeconds(330));
  }

  @Test
  void tunnelNobodyHeardOfForMonthsIsPresumedUp() {
    var weu = Story.at(Cast.activeActive(WEU)).down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(only(weu.incidentAfter("10M"))).isEqualTo(row("paris", 2, 1, SiteState.DEGRADED));
  }

  @Test
  void pathThatNeverCameUpIsNotExpected() {
    var weu = Story.at(Cast.activeActive(WEU));
    weu.refused(IN_1, PARIS, Reason.AUTHENTICATION);
    weu.after("30M").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentsAfter("40M"))
        .extracting(PathStateTest::severity)
        .containsExactlyInAnyOrder(Severity.WARNING, Severity.CRITICAL);
    assertThat(weu.incidentsAfter("40M")).allMatch(i -> only(i).expected() == 1);
  }

  @Test
  void policyBasedGatewayWritesNoTunnelLogSoNothingIsKnownOfItsPaths() {
    var blind =
        Story.at(
            new GatewayTopology(
                NEU, false, true, "westeurope", "Basic", List.of(Cast.to("tokyo", TOKYO))));
    blind.refused(IN_0, TOKYO, Reason.AUTHENTICATION);

    assertThat(only(blind.incidentAfter("10M")).worst()).isEqualTo(SiteState.UNKNOWN);
    assertThat(blind.incidentAfter("10M").wording().explanation())
        .contains("Whether a path to tokyo from gw-neu is up is unknown.");
  }

  @Test
  void basicGatewayHasOnePathToEachSite() {
    var basic =
        Story.at(
            new GatewayTopology(
                NEU, false, false, "westeurope", "Basic", List.of(Cast.to("tokyo", TOKYO))));
    basic.down(IN_0, TOKYO, Reason.PEER_SILENT);

    assertThat(severity(basic.incidentAfter("10M"))).isEqualTo(Severity.CRITICAL);
    assertThat(only(basic.incidentAfter("10M")).expected()).isEqualTo(1);
  }

  @Test
  void instanceOfAGatewayAtTheFarEndIsHalfOfTheFourTunnelsToIt() {
    var weu = Story.at(Cast.topology(WEU, true, Cast.toSea(), Cast.toParis()));
    weu.down(IN_0, SEA_0, Reason.PEER_SILENT);
    weu.after("2S").down(IN_1, SEA_0, Reason.PEER_SILENT);

    assertThat(only(weu.incidentAfter("10M"))).isEqualTo(row("gw-sea", 4, 2, SiteState.DEGRADED));
  }

  @Test
  void gatewayAtTheFarEndIsOnePeerHoweverManyAddressesItHas() {
    var weu = Story.at(Cast.topology(WEU, true, Cast.toSea(), Cast.toParis()));
    weu.down(IN_0, SEA_0, Reason.PEER_SILENT).down(IN_1, SEA_0, Reason.PEER_SILENT);
    weu.after("20S").down(IN_0, SEA_1, Reason.PEER_SILENT).down(IN_1, SEA_1, Reason.PEER_SILENT);

    var incident = weu.incidentAfter("10M");

    assertThat(incident.judgement())
        .isEqualTo(new Incident.Judgement(Severity.CRITICAL, true, Cause.PEER_UNREACHABLE));
    assertThat(only(incident).lostFrom()).contains(Story.TEN.plusSeconds(20));
  }

  @Test
  void oneOfTwoDevicesIsTwoOfTheFourTunnelsOfDualRedundancy() {
    var dual = dual();
    dual.down(IN_0, OSLO_1, Reason.PEER_SILENT);
    dual.after("5S").down(IN_1, OSLO_1, Reason.PEER_SILENT);

    assertThat(severity(dual.incidentAfter("10M"))).isEqualTo(Severity.WARNING);
    assertThat(only(dual.incidentAfter("10M"))).isEqualTo(row("oslo", 4, 2, SiteState.DEGRADED));
  }

  @Test
  void bothDevicesOfDualRedundancyAreTheSite() {
    var dual = dual();
    dual.down(IN_0, OSLO_1, Reason.PEER_SILENT).down(IN_1, OSLO_1, Reason.PEER_SILENT);
    dual.after("8S").down(IN_1, OSLO_2, Reason.PEER_SILENT).down(IN_0, OSLO_2, Reason.PEER_SILENT);

    assertThat(dual.incidentAfter("10M").judgement())
        .isEqualTo(new Incident.Judgement(Severity.CRITICAL, true, Cause.SITE_OUTAGE));
  }

  @Test
  void instanceOfDualRedundancyFailsOver() {
    var dual = dual();
    dual.down(IN_1, OSLO_1, Reason.NOT_STATED).down(IN_1, OSLO_2, Reason.PEER_SILENT);

    assertThat(dual.incidentAfter("10M").judgement())
        .isEqualTo(new Incident.Judgement(Severity.WARNING, false, Cause.INSTANCE_FAILOVER));
  }

  @Test
  void siteWhoseLastPathWasRemovedWhileTheOtherWasDownIsLostUntilThatReturns() {
    var weu = Story.at(Cast.activeActive(WEU));
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("20M").down(IN_1, PARIS, Reason.TUNNEL_REMOVED);
    weu.after("25M").up(IN_0, PARIS);

    assertThat(weu.incidentsAfter("60M"))
        .filteredOn(i -> only(i).worst() == SiteState.LOST)
        .singleElement()
        .satisfies(i -> assertThat(only(i).lostTo()).contains(Story.TEN.plusSeconds(25 * 60)));
  }

  private static Story dual() {
    return Story.at(Cast.topology(WEU, true, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2)));
  }

  /** The row of the only site. */
  private static Redundancy only(Incident incident) {
    return incident.redundancy().getFirst();
  }

  private static Redundancy row(String site, int expected, int up, SiteState worst) {
    return new Redundancy(WEU, site, expected, up, worst, Optional.empty(), Optional.empty());
  }

  private static Severity severity(Incident incident) {
    return incident.judgement().severity();
  }
}
