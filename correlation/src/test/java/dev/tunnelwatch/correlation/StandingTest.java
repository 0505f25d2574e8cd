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

import dev.tunnelwatch.correlation.GatewayStanding.Site;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.SiteState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a gateway stands now, incident or none (rules 17, 18 and 29 to 31). */
class StandingTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));

  @Test
  void gatewayInTheInventoryThatWasNeverHeardIsUnknown() {
    assertThat(weu.standingAfter("1M").sites())
        .containsExactly(
            new Site("lima", true, 2, 2, SiteState.UNKNOWN),
            new Site("paris", true, 2, 2, SiteState.UNKNOWN),
            new Site("tokyo", true, 2, 2, SiteState.UNKNOWN));
  }

  @Test
  void everySiteOfAHealthyGatewayIsFull() {
    weu.alive(IN_0, PARIS).alive(IN_1, PARIS).up(IN_0, TOKYO).up(IN_1, TOKYO).alive(IN_0, LIMA);

    assertThat(weu.standingAfter("1M").states()).isEqualTo(Map.of(SiteState.FULL, 3L));
    assertThat(weu.resultAfter("1M").incidents()).isEmpty();
  }

  @Test
  void lossCountsFromItsFirstSecondAndItsReturnToo() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    assertThat(paris(weu)).isEqualTo(new Site("paris", true, 2, 1, SiteState.DEGRADED));

    weu.after("1S").down(IN_1, PARIS, Reason.PEER_SILENT);
    assertThat(paris(weu)).isEqualTo(new Site("paris", true, 2, 0, SiteState.LOST));

    weu.after("2S").up(IN_0, PARIS);
    assertThat(paris(weu)).isEqualTo(new Site("paris", true, 2, 1, SiteState.DEGRADED));

    weu.after("3S").up(IN_1, PARIS);
    assertThat(paris(weu)).isEqualTo(new Site("paris", true, 2, 2, SiteState.FULL));
  }

  @Test
  void whatAsOfSaysTakesNoPathAndBringsNone() {
    weu.after("10M").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(weu.standingAfter("1S").sites()).isEqualTo(weu.standingAfter("9H").sites());
  }

  @Test
  void pathOfAnActiveStandbyGatewayIsUpWhileEitherInstanceCarriesIt() {
    var neu = Story.at(Cast.activeStandby(NEU)).up(IN_0, PARIS);
    neu.after("5M").down(IN_0, PARIS, Reason.STANDBY_CHANGED).after("301S").up(IN_1, PARIS);

    assertThat(paris(neu)).isEqualTo(new Site("paris", true, 1, 1, SiteState.FULL));
  }

  @Test
  void siteThatIsReachedByBgpAloneIsLostWithItsSession() {
    var neu = Story.at(Cast.topology(NEU, false, Cast.toParisByBgpOnly())).up(IN_0, PARIS);
    assertThat(paris(neu).state()).isEqualTo(SiteState.FULL);

    neu.after("5M").bgpDown(IN_0, PARIS_BGP);
    assertThat(paris(neu)).isEqualTo(new Site("paris", true, 1, 0, SiteState.LOST));
  }

  @Test
  void pathThatWasRemovedOrNeverCameUpIsNotExpected() {
    weu.up(IN_0, PARIS).refused(IN_1, TOKYO, Reason.AUTHENTICATION);
    weu.after("5M").down(IN_0, PARIS, Reason.TUNNEL_REMOVED);

    assertThat(paris(weu)).isEqualTo(new Site("paris", true, 1, 1, SiteState.FULL));
    assertThat(site(weu, "tokyo")).isEqualTo(new Site("tokyo", true, 1, 1, SiteState.FULL));
  }

  @Test
  void siteOfWhichAllIsRemovedIsUnknown() {
    weu.down(IN_0, PARIS, Reason.TUNNEL_REMOVED).down(IN_1, PARIS, Reason.TUNNEL_REMOVED);

    assertThat(paris(weu)).isEqualTo(new Site("paris", true, 0, 0, SiteState.UNKNOWN));
  }

  @Test
  void policyBasedGatewayWritesNoTunnelLogSoNothingIsKnown() {
    var basic =
        new GatewayTopology(
            NEU, false, true, "westeurope", "Basic", List.of(Cast.to("tokyo", TOKYO)));
    var neu = Story.at(basic).refused(IN_0, TOKYO, Reason.AUTHENTICATION);

    assertThat(site(neu, "tokyo").state()).isEqualTo(SiteState.UNKNOWN);
  }

  @Test
  void withoutAnInventorySitesAreAddressesAndSaySo() {
    var stranger = Story.at(WEU).up(IN_0, PARIS).down(IN_0, TOKYO, Reason.PEER_SILENT);

    assertThat(stranger.standingAfter("1M").listed()).isFalse();
    assertThat(stranger.standingAfter("1M").sites())
        .containsExactlyInAnyOrder(
            new Site(PARIS.text(), false, 1, 1, SiteState.FULL),
            new Site(TOKYO.text(), false, 1, 0, SiteState.LOST));
  }

  @Test
  void sessionsAreThoseOfTheInventoryAndThoseHeardOf() {
    weu.bgpUp(IN_0, PARIS_BGP).bgpUp(IN_0, new IpAddress("10.99.0.1"));
    assertThat(weu.standingAfter("1M").bgp()).isEqualTo(new GatewayStanding.Bgp(3, 3, 0, 0));

    weu.after("2M").bgpDown(IN_1, PARIS_BGP).bgpDown(IN_0, new IpAddress("10.99.0.1"));
    assertThat(weu.standingAfter("3M").bgp()).isEqualTo(new GatewayStanding.Bgp(3, 1, 0, 0));

    weu.after("4M").bgpUp(IN_1, PARIS_BGP);
    assertThat(weu.standingAfter("5M").bgp().up()).isEqualTo(2);
  }

  @Test
  void prefixesAreCountedWhileAnnouncedAndMissedUntilAllAreBack() {
    weu.routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16");
    weu.after("5M").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.2.0.0/16", "10.3.0.0/16");
    weu.after("6M").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.3.0.0/16");
    assertThat(weu.standingAfter("7M").bgp()).isEqualTo(new GatewayStanding.Bgp(2, 2, 2, 1));

    weu.after("8M").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.2.0.0/16");
    assertThat(weu.standingAfter("9M").bgp()).isEqualTo(new GatewayStanding.Bgp(2, 2, 3, 0));
  }

  @Test
  void negotiationsThatFailAreToldByWhatTheyProveUntilTheyCease() {
    weu.refused(IN_0, PARIS, Reason.AUTHENTICATION).refused(IN_1, PARIS, Reason.AUTHENTICATION);
    weu.refused(IN_0, TOKYO, Reason.POLICY_MISMATCH);

    assertThat(weu.standingAfter("1M").ikeFailing())
        .isEqualTo(Map.of(Cause.IKE_AUTHENTICATION, 2, Cause.IKE_POLICY_MISMATCH, 1));
    weu.after("2M").up(IN_0, TOKYO);
    assertThat(weu.standingAfter("30M").ikeFailing()).doesNotContainKey(Cause.IKE_POLICY_MISMATCH);
  }

  @Test
  void penaltyOfTheMostUnstablePathTellsWhenItWillBeCalm() {
    assertThat(weu.standingAfter("1M").calm()).isEmpty();

    weu.down(IN_0, PARIS, Reason.PEER_SILENT).after("5S").up(IN_0, PARIS);

    // 1000 halves to 750 in log2(4/3) half-lives of 10 min
    assertThat(weu.standingAfter("1M").calm())
        .hasValueSatisfying(
            calm ->
                assertThat(Duration.between(Story.TEN, calm))
                    .isBetween(Duration.ofSeconds(249), Duration.ofSeconds(250)));
  }

  private static Site paris(Story story) {
    return site(story, "paris");
  }

  private static Site site(Story story, String name) {
    return story.standingAfter("1H").sites().stream()
        .filter(site -> site.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
