package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.OSLO_1;
import static dev.tunnelwatch.correlation.Cast.OSLO_2;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.SiteState;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is told of a gateway with ten sites while nothing was heard of many of its paths, as on the
 * first days of reading: what was heard of stands for all only if it is half of it (rules 14, 22).
 */
class FirstDaysTest {
  private static final int SITES = 10;

  private final Story weu = Story.at(Cast.topology(WEU, true, sites()));
  private final Story standby = Story.at(Cast.topology(WEU, false, sites()));

  @ParameterizedTest
  @CsvSource({"2", "4"})
  void fewSitesThatGoTogetherAreNotTheGatewayThoughNothingElseWasEverHeardOf(int gone) {
    assertThat(causes(lost(weu, gone, IN_0, IN_1)))
        .isEqualTo(Collections.nCopies(gone, Cause.PEER_UNREACHABLE));
    assertThat(causes(lost(standby, gone, IN_0)))
        .isEqualTo(Collections.nCopies(gone, Cause.PEER_UNREACHABLE));
  }

  @ParameterizedTest
  @CsvSource({"5", "8"})
  void allThatWasEverHeardOfIsTheGatewayIfItIsHalfOfWhatIsListed(int gone) {
    assertThat(causes(lost(weu, gone, IN_0, IN_1))).containsExactly(Cause.GATEWAY_OUTAGE);
    assertThat(causes(lost(standby, gone, IN_0))).containsExactly(Cause.GATEWAY_OUTAGE);
  }

  @Test
  void halfIsCountedOnEachInstance() {
    weu.at(Story.TEN.minusSeconds(600));
    for (int site = 2; site < 6; site++) {
      weu.alive(IN_0, peer(site));
    }
    lost(weu.after("0S"), 6, IN_0);
    lost(weu, 2, IN_1);

    assertThat(causes(weu)).doesNotContain(Cause.GATEWAY_OUTAGE);
  }

  @Test
  void fewTunnelsOfAnInstanceAreNoFailover() {
    weu.at(Story.TEN.minusSeconds(600)).alive(IN_1, peer(0)).after("0S");

    assertThat(causes(lost(weu, 2, IN_0)))
        .containsExactly(Cause.PEER_UNREACHABLE, Cause.PEER_UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({"70S, INSTANCE_FAILOVER, INFO", "121S, UNEXPLAINED, CRITICAL"})
  void onlyPathThatWasEverHeardOfMayBeAllThatMoved(String back, Cause expected, Severity severity) {
    var two = Story.at(Cast.topology(WEU, false, Cast.to("oslo", OSLO_1), Cast.to("paris", PARIS)));
    two.at(Story.TEN.minusSeconds(3_600)).up(IN_0, OSLO_1);
    two.after("0S").down(IN_0, OSLO_1, Reason.NOT_STATED);
    two.after(back).up(IN_1, OSLO_1);

    var judgement = two.incidentAfter("30M").judgement();

    assertThat(judgement.cause()).isEqualTo(expected);
    assertThat(judgement.severity()).isEqualTo(severity);
  }

  /** What carries on proves that the instance alone was struck, were it one path of many. */
  @Test
  void oneTunnelHeardOfOnTheOtherInstanceIsEnoughForAFailover() {
    weu.at(Story.TEN.minusSeconds(600)).alive(IN_1, peer(0)).after("0S");

    assertThat(causes(lost(weu, 8, IN_0))).containsExactly(Cause.INSTANCE_FAILOVER);
  }

  @ParameterizedTest
  @CsvSource({"2, false", "4, false", "5, true"})
  void fewTunnelsOfTheOtherInstanceAreNoSecondStrike(int gone, boolean strike) {
    weu.maintenance(Optional.of(IN_0));
    weu.after("20M");
    peers(gone).forEach(peer -> weu.down(IN_1, peer, Reason.NOT_STATED));

    assertThat(causes(weu).contains(Cause.PLANNED_MAINTENANCE)).isEqualTo(strike);
  }

  @Test
  void fewSitesThatGoSoonAfterAnotherDoNotMakeThatTheGateways() {
    var oslo = oslo(Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2));
    oslo.down(IN_0, OSLO_1, Reason.PEER_SILENT).down(IN_1, OSLO_1, Reason.PEER_SILENT);
    oslo.down(IN_0, OSLO_2, Reason.PEER_SILENT).down(IN_1, OSLO_2, Reason.PEER_SILENT);
    lost(oslo.after("60S"), 2, IN_0, IN_1);

    assertThat(causes(oslo))
        .containsExactlyInAnyOrder(
            Cause.SITE_OUTAGE, Cause.PEER_UNREACHABLE, Cause.PEER_UNREACHABLE);
  }

  /** Rule 30 presumes that the third device stayed reachable: a site outage would deny it. */
  @Test
  void siteWithADeviceNobodyHeardOfIsPresumedReachableAndNotOut() {
    var oslo = oslo(Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2), Cast.to("oslo", peer(SITES)));
    oslo.down(IN_0, OSLO_1, Reason.PEER_SILENT).down(IN_1, OSLO_1, Reason.PEER_SILENT);
    oslo.down(IN_0, OSLO_2, Reason.PEER_SILENT).down(IN_1, OSLO_2, Reason.PEER_SILENT);

    assertThat(oslo.incidentsAfter("30M"))
        .allMatch(incident -> incident.judgement().cause() == Cause.PEER_UNREACHABLE)
        .allMatch(incident -> incident.redundancy().getFirst().worst() == SiteState.DEGRADED)
        .anyMatch(
            incident ->
                incident.wording().explanation().contains("nothing was heard of what is left"));
  }

  private static Story oslo(Connection... devices) {
    var all = Stream.concat(Stream.of(devices), Stream.of(sites())).toArray(Connection[]::new);
    return Story.at(Cast.topology(WEU, true, all));
  }

  private static Story lost(Story story, int gone, Instance... instances) {
    for (var on : instances) {
      peers(gone).forEach(peer -> story.down(on, peer, Reason.PEER_SILENT));
    }
    return story;
  }

  private static List<Cause> causes(Story story) {
    return story.incidentsAfter("1H").stream().map(FirstDaysTest::cause).toList();
  }

  private static Cause cause(Incident incident) {
    return incident.judgement().cause();
  }

  private static Connection[] sites() {
    return peers(SITES)
        .map(peer -> Cast.to("site-" + peer.text(), peer))
        .toArray(Connection[]::new);
  }

  private static Stream<IpAddress> peers(int count) {
    return Stream.iterate(0, i -> i + 1).limit(count).map(FirstDaysTest::peer);
  }

  private static IpAddress peer(int site) {
    return new IpAddress("192.0.2." + (100 + site));
  }
}
