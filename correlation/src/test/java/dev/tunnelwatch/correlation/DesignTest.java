package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.OSLO_1;
import static dev.tunnelwatch.correlation.Cast.OSLO_2;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.SiteState;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How many paths a site should have, in every design that Azure knows (rules 29 to 31). */
class DesignTest {
  private static final IpAddress NEU_1 = new IpAddress("198.51.100.6");
  private static final GatewayId HUB =
      new GatewayId(
          "/subscriptions/s1/resourceGroups/net/providers/Microsoft.Network/vpnGateways/hub");

  private static Export mine(boolean activeActive) {
    return gateway(new Export(), WEU, activeActive, "198.51.100.4", "198.51.100.5");
  }

  private static Export gateway(
      Export export, GatewayId id, boolean activeActive, String first, String second) {
    return activeActive ? export.activeActive(id, first, second) : export.activeStandby(id, first);
  }

  private static Export toOslo(Export export) {
    return export
        .speaker("lng-oslo-1", OSLO_1, "10.52.0.1", 65_010, "10.52.0.0/16")
        .speaker("lng-oslo-2", OSLO_2, "10.52.0.2", 65_010, "10.52.0.0/16")
        .connectByBgp(WEU, "lng-oslo-1")
        .connectByBgp(WEU, "lng-oslo-2");
  }

  private static Export toNeu(boolean mine, boolean theirs) {
    return gateway(mine(mine), NEU, theirs, NEU_1.text(), "198.51.100.7")
        .connect(WEU, NEU)
        .connect(NEU, WEU);
  }

  /** A design, the far end one of whose tunnels is lost, its site, the paths there should be. */
  static Stream<Arguments> designs() {
    var basic = new Export().gateway(WEU, "Basic", false, false, "198.51.100.4");
    return Stream.of(
        arguments(
            "active-standby",
            mine(false).device("lng-paris", PARIS).connect(WEU, "lng-paris"),
            PARIS,
            "paris",
            1),
        arguments(
            "Basic", basic.device("lng-paris", PARIS).connect(WEU, "lng-paris"), PARIS, "paris", 1),
        arguments(
            "active-active",
            mine(true).device("lng-paris", PARIS).connect(WEU, "lng-paris"),
            PARIS,
            "paris",
            2),
        arguments("two devices", toOslo(mine(false)), OSLO_1, "oslo", 2),
        arguments("dual redundancy", toOslo(mine(true)), OSLO_2, "oslo", 4),
        arguments("VNet-to-VNet 1 x 1", toNeu(false, false), NEU_1, "gw-neu", 1),
        arguments("VNet-to-VNet 1 x 2", toNeu(false, true), NEU_1, "gw-neu", 2),
        arguments("VNet-to-VNet 2 x 1", toNeu(true, false), NEU_1, "gw-neu", 2),
        arguments("VNet-to-VNet 2 x 2", toNeu(true, true), NEU_1, "gw-neu", 4));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("designs")
  void oneTunnelLostLeavesTheOthers(
      String design, Export export, IpAddress remote, String site, int expected) {
    var story = Story.at(export.topology().inventory().of(WEU).orElseThrow());
    story.down(IN_0, remote, Reason.PEER_SILENT);

    var incident = story.incidentAfter("10M");

    boolean lost = expected == 1;
    assertThat(incident.redundancy())
        .extracting(Redundancy::site, Redundancy::expected, Redundancy::up, Redundancy::worst)
        .containsExactly(
            tuple(site, expected, expected - 1, lost ? SiteState.LOST : SiteState.DEGRADED));
    assertThat(incident.judgement().severity())
        .isEqualTo(lost ? Severity.CRITICAL : Severity.WARNING);
  }

  @Test
  void siteOfFourTunnelsIsLostWithTheLast() {
    var story = Story.at(toOslo(mine(true)).topology().inventory().of(WEU).orElseThrow());
    for (var remote : List.of(OSLO_1, OSLO_2)) {
      story.down(IN_0, remote, Reason.PEER_SILENT).down(IN_1, remote, Reason.PEER_SILENT);
    }

    assertThat(story.incidentAfter("10M").redundancy())
        .containsExactly(
            new Redundancy(
                WEU, "oslo", 4, 0, SiteState.LOST, Optional.of(Story.TEN), Optional.empty()));
  }

  @Test
  void gatewayThatIsGoneAtTheFarEndIsOneFault() {
    var story = Story.at(toNeu(true, true).topology().inventory().of(WEU).orElseThrow());
    story.down(IN_0, NEU_1, Reason.PEER_SILENT);
    story.after("20S").down(IN_1, new IpAddress("198.51.100.7"), Reason.PEER_SILENT);

    assertThat(story.incidentAfter("10M").redundancy())
        .extracting(Redundancy::site, Redundancy::expected, Redundancy::up)
        .containsExactly(tuple("gw-neu", 4, 2));
  }

  @Test
  void bothEndsOfAVnetToVnetTunnelSeeOnePathSet() {
    var inventory = toNeu(true, false).topology().inventory();
    var theirs = Story.at(inventory.of(NEU).orElseThrow());
    theirs.down(IN_0, new IpAddress("198.51.100.5"), Reason.PEER_SILENT);

    assertThat(theirs.incidentAfter("10M").redundancy())
        .extracting(Redundancy::site, Redundancy::expected, Redundancy::up)
        .containsExactly(tuple("gw-weu", 2, 1));
  }

  @Test
  void eachLinkOfAVirtualWanSiteHasATunnelPerInstance() {
    var export =
        new Export()
            .gateway(HUB, "", true, false, "198.51.100.8", "198.51.100.9")
            .link("paris", "isp-a", PARIS)
            .link("paris", "isp-b", TOKYO)
            .connectLink(HUB, "paris", "isp-a")
            .connectLink(HUB, "paris", "isp-b")
            .topology();
    var story = Story.at(export.inventory().of(HUB).orElseThrow());
    story.down(IN_1, TOKYO, Reason.PEER_SILENT);

    assertThat(export.findings()).isEmpty();
    assertThat(story.incidentAfter("10M").redundancy())
        .containsExactly(
            new Redundancy(
                HUB, "paris", 4, 3, SiteState.DEGRADED, Optional.empty(), Optional.empty()));
  }

  @Test
  void policyBasedGatewayWritesNoTunnelLogSoNothingIsMadeOfItsSilence() {
    var export =
        new Export()
            .gateway(WEU, "VpnGw1", false, true, "198.51.100.4")
            .speaker("lng-paris", PARIS, "10.52.0.1", 65_010, "10.52.0.0/16")
            .connectByBgp(WEU, "lng-paris");
    var topology = export.topology().inventory().of(WEU).orElseThrow();
    var story = Story.at(topology).maintenance(Optional.empty());
    var routes = Story.at(topology).bgpDown(IN_0, new IpAddress("10.52.0.1"));

    assertThat(story.incidentsAfter("1H")).isEmpty();
    assertThat(routes.incidentAfter("1H").redundancy())
        .extracting(Redundancy::site, Redundancy::expected, Redundancy::worst)
        .containsExactly(tuple("paris", 1, SiteState.UNKNOWN));
  }

  @Test
  void withoutInventoryEachRemoteIpIsASiteAndOneInstanceIsEnough() {
    var story = Story.at(WEU).up(IN_0, PARIS).up(IN_0, TOKYO);
    story.after("1H").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(story.incidentAfter("2H").redundancy())
        .extracting(Redundancy::site, Redundancy::expected, Redundancy::worst)
        .containsExactly(tuple(PARIS.text(), 1, SiteState.LOST));
  }

  @Test
  void whatIsLearnedOfOnePeerHoldsForTheGateway() {
    var story = Story.at(WEU).up(IN_0, PARIS).up(IN_1, PARIS).alive(IN_1, TOKYO);
    story.after("6M").down(IN_0, TOKYO, Reason.PEER_SILENT);

    assertThat(story.incidentAfter("1H").redundancy())
        .extracting(Redundancy::site, Redundancy::expected, Redundancy::up)
        .containsExactly(tuple(TOKYO.text(), 2, 1));
  }

  /** Rule 30: what no inventory lists and nobody ever heard of keeps no site reachable. */
  @Test
  void pathThatNobodyListsAndNobodyHeardOfIsNotExpected() {
    var learned = Story.at(WEU).up(IN_0, PARIS).up(IN_1, PARIS);
    learned.after("6M").down(IN_0, TOKYO, Reason.PEER_SILENT);
    var listed = Story.at(Cast.topology(WEU, true, Cast.toParis()));
    listed.after("6M").down(IN_0, TOKYO, Reason.PEER_SILENT);

    for (var story : List.of(learned, listed)) {
      var incident = story.incidentAfter("1H");
      assertThat(incident.judgement().page()).isTrue();
      assertThat(incident.redundancy())
          .extracting(Redundancy::site, Redundancy::expected, Redundancy::up)
          .containsExactly(tuple(TOKYO.text(), 1, 0));
    }
  }

  @Test
  void pathThatOnlyEverFailedIsNotExpectedAndItsSiteUnknown() {
    var story = Story.at(WEU);
    for (int i = 0; i < 5; i++) {
      story.after(i + "M").refused(IN_0, LIMA, Reason.AUTHENTICATION);
    }

    assertThat(story.incidentAfter("1H").redundancy())
        .extracting(Redundancy::site, Redundancy::expected, Redundancy::worst)
        .containsExactly(tuple(LIMA.text(), 0, SiteState.UNKNOWN));
  }

  @Test
  void addressThatNobodyElseHasIsThatOfTheDeviceWithoutOne() {
    var export =
        mine(true)
            .moving("lng-lima")
            .device("lng-paris", PARIS)
            .connect(WEU, "lng-lima")
            .connect(WEU, "lng-paris");
    var one = Story.at(export.topology().inventory().of(WEU).orElseThrow());
    one.down(IN_0, LIMA, Reason.PEER_SILENT);
    var two = Story.at(export.topology().inventory().of(WEU).orElseThrow());
    two.alive(IN_0, TOKYO).down(IN_0, LIMA, Reason.PEER_SILENT);

    assertThat(one.incidentAfter("10M").scope().sites()).containsExactly("lima");
    assertThat(one.incidentAfter("10M").redundancy().getFirst().expected()).isEqualTo(2);
    assertThat(two.incidentAfter("10M").scope().sites()).containsExactly(LIMA.text());
  }
}
