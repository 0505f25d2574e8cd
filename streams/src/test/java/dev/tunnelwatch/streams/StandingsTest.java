package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Story.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.correlation.GatewayStanding;
import dev.tunnelwatch.correlation.GatewayStanding.Site;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.SiteState;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What of a fleet becomes series, and what anybody who invents gateways can do to them. */
class StandingsTest {
  private static final String GROUP =
      "/subscriptions/s1/resourcegroups/net/providers/microsoft.network/virtualnetworkgateways/";
  private static final Site FULL = new Site("paris", true, 2, 2, SiteState.FULL);
  private static final Site DEGRADED = new Site("paris", true, 2, 1, SiteState.DEGRADED);

  private final SettableClock clock = new SettableClock(TEN);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private boolean running = true;
  private final Standings standings = new Standings(registry, clock, () -> running);

  @Test
  void siteIsToldByNumbersOfItsPathsAndOfItsRedundancy() {
    standings.show(0, listed("gw-weu", DEGRADED));

    assertThat(value("paths.expected", "gw-weu", "paris")).isEqualTo(2);
    assertThat(value("paths.up", "gw-weu", "paris")).isEqualTo(1);
    assertThat(value("site.redundancy", "gw-weu", "paris")).isEqualTo(1);

    standings.show(0, listed("gw-weu", FULL));
    assertThat(value("site.redundancy", "gw-weu", "paris")).isEqualTo(2);
  }

  @Test
  void unknownIsNoNumber() {
    standings.show(0, listed("gw-weu", new Site("paris", true, 2, 2, SiteState.UNKNOWN)));

    assertThat(value("paths.up", "gw-weu", "paris")).isNaN();
    assertThat(value("site.redundancy", "gw-weu", "paris")).isNaN();
  }

  @Test
  void seriesComeAndGoWithTheirSites() {
    standings.show(0, listed("gw-weu", FULL, new Site("oslo", true, 1, 1, SiteState.FULL)));
    int two = ofGateways().size();

    standings.show(0, listed("gw-weu", FULL));

    assertThat(ofGateways()).hasSize(two - 3);
    assertThat(sitesNamed()).containsOnly("paris");
  }

  @Test
  void fleetIsCountedOnceEveryGatewayOfEveryPartitionHasBeenLookedAt() {
    assertThat(sites("full")).as("no partition").isNaN();
    standings.begins(0);
    standings.begins(1);
    standings.show(0, listed("gw-weu", FULL));
    standings.complete(0);
    assertThat(sites("full")).as("one of two").isNaN();
    standings.show(1, listed("gw-neu", DEGRADED));
    standings.complete(1);

    assertThat(sites("full")).isEqualTo(1);
    assertThat(sites("degraded")).isEqualTo(1);
    assertThat(sites("lost")).isZero();
    running = false;
    assertThat(sites("lost")).as("others of the process restore").isNaN();
  }

  @Test
  void partitionThatIsWorkedOnElsewhereTakesItsSeriesAlong() {
    standings.begins(0);
    standings.begins(1);
    standings.show(0, listed("gw-weu", FULL));
    standings.show(1, listed("gw-neu", FULL));
    standings.complete(0);
    standings.complete(1);

    standings.gone(0);

    assertThat(standings.names()).containsExactly("gw-neu");
    assertThat(sites("full")).isEqualTo(1);
    standings.gone(1);
    assertThat(ofGateways()).isEmpty();
    assertThat(sites("full")).isNaN();
  }

  @Test
  void millionInventedGatewaysMakeFewSeriesAndTouchNoneOfOurs() {
    var hostile = "\"} 1\n# {{ .Bad }} <script>" + "x".repeat(500);
    for (int i = 0; i < 500_000; i++) {
      standings.show(0, stranger(hostile + i));
    }
    standings.show(0, listed("gw-weu", FULL));
    standings.show(0, stranger("other/gw-weu"));
    for (int i = 500_000; i < 1_000_000; i++) {
      standings.show(0, stranger(hostile + i));
    }

    var strange = ofGateways().stream().filter(id -> of(id).contains("~")).toList();
    assertThat(strange.size()).isBetween(1_900, Standings.OF_STRANGERS);
    assertThat(ofGateways()).hasSize(strange.size() + GatewaySeries.LEAST);
    assertThat(registry.get("tunnelwatch.series.dropped").counter().count())
        .isEqualTo(1_000_001 - strange.size() / (double) GatewaySeries.LEAST);
    assertThat(strange).allSatisfy(id -> assertThat(of(id)).matches("[a-z0-9 ._()~-]{1,80}"));
    assertThat(value("site.redundancy", "gw-weu", "paris")).isEqualTo(2);
  }

  @Test
  void inventoryTooLargeForAScrapeIsStillCountedWhole() {
    standings.begins(0);
    for (int i = 0; i < 2_000; i++) {
      standings.show(0, listed("gw-" + i, FULL));
    }
    standings.complete(0);

    assertThat(ofGateways().size()).isLessThanOrEqualTo(Standings.OF_LISTED);
    assertThat(sites("full")).isEqualTo(2_000);
    assertThat(registry.get("tunnelwatch.series.dropped").counter().count()).isPositive();
  }

  @Test
  void roomThatIsLeftIsGivenToOthers() {
    for (int i = 0; i < 1_000; i++) {
      standings.show(0, stranger("a" + i));
    }
    assertThat(standings.hasRoom()).isFalse();

    standings.gone(0);
    standings.show(1, stranger("b"));

    assertThat(ofGateways()).hasSize(GatewaySeries.LEAST);
  }

  @Test
  void addressIsNoLabel() {
    standings.show(
        0,
        listed(
            "gw-weu",
            new Site("203.0.113.7", true, 1, 1, SiteState.FULL),
            new Site("198.51.100.9", false, 1, 0, SiteState.LOST),
            new Site("2001:db8::1", true, 2, 2, SiteState.UNKNOWN)));

    assertThat(sitesNamed()).containsOnly("unlisted");
    assertThat(value("paths.up", "gw-weu", "unlisted")).isEqualTo(1);
    assertThat(value("paths.expected", "gw-weu", "unlisted")).isEqualTo(2);
    assertThat(value("site.redundancy", "gw-weu", "unlisted")).isZero();
  }

  @Test
  void twoGatewaysOfOneNameAreToldApart() {
    standings.show(0, listed("gw-weu", FULL));
    var other = GROUP.replace("s1", "s2") + "gw-weu";
    standings.show(0, standing(other, true, TEN, List.of(FULL)));

    assertThat(standings.names()).hasSize(2).contains("gw-weu");
    assertThat(standings.names()).anyMatch(name -> name.startsWith("gw-weu~"));
  }

  @Test
  void penaltyHalvesEveryTenMinutesThoughNobodyConcludes() {
    standings.show(
        0, standing(GROUP + "gw-weu", true, TEN.plus(Duration.ofMinutes(20)), List.of(FULL)));
    assertThat(registry.get("tunnelwatch.flap.penalty").gauge().value()).isEqualTo(3_000);

    clock.advance(Duration.ofMinutes(10));
    assertThat(registry.get("tunnelwatch.flap.penalty").gauge().value()).isEqualTo(1_500);

    clock.advance(Duration.ofMinutes(10));
    assertThat(registry.get("tunnelwatch.flap.penalty").gauge().value()).isZero();
  }

  @Test
  void failingNegotiationsAreToldByCauseAndRareCausesTogether() {
    standings.show(0, listed("gw-weu", FULL));

    assertThat(failing(Cause.IKE_AUTHENTICATION.word())).isEqualTo(2);
    assertThat(failing("other")).isEqualTo(3);
    assertThat(failing(Cause.PEER_UNREACHABLE.word())).isZero();
  }

  private double failing(String cause) {
    return registry.get("tunnelwatch.ike.failing").tag("cause", cause).gauge().value();
  }

  private double value(String meter, String gateway, String site) {
    return registry
        .get("tunnelwatch." + meter)
        .tag("gateway", gateway)
        .tag("site", site)
        .gauge()
        .value();
  }

  private double sites(String state) {
    return registry.get("tunnelwatch.sites").tag("state", state).gauge().value();
  }

  private List<Meter.Id> ofGateways() {
    return registry.getMeters().stream()
        .map(Meter::getId)
        .filter(id -> id.getTag("gateway") != null)
        .toList();
  }

  private List<String> sitesNamed() {
    var named = new ArrayList<String>();
    for (var id : ofGateways()) {
      var site = id.getTag("site");
      if (site != null) {
        named.add(site);
      }
    }
    return named;
  }

  private static String of(Meter.Id id) {
    return String.valueOf(id.getTag("gateway"));
  }

  private static GatewayStanding listed(String name, Site... sites) {
    return standing(GROUP + name, true, TEN, List.of(sites));
  }

  private static GatewayStanding stranger(String name) {
    var site = new Site("203.0.113.7", false, 1, 1, SiteState.FULL);
    return standing(GROUP + name, false, TEN, List.of(site));
  }

  private static GatewayStanding standing(
      String id, boolean listed, Instant calm, List<Site> sites) {
    var failing = new TreeMap<Cause, Integer>();
    failing.put(Cause.IKE_AUTHENTICATION, 2);
    failing.put(Cause.UNEXPLAINED, 1);
    failing.put(Cause.PEER_CLOSED, 2);
    return new GatewayStanding(
        new GatewayId(id),
        listed,
        sites,
        new GatewayStanding.Bgp(2, 1, 5, 1),
        failing,
        Optional.of(calm));
  }
}
