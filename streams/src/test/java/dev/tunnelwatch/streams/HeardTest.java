package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Story.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.correlation.GatewayStanding;
import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Evidence;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.P2sOutcome;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Reason;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** P2S and maintenance by gateway: told where said, and by no more series than others have. */
class HeardTest {
  private static final String GROUP =
      "/subscriptions/s1/resourcegroups/net/providers/microsoft.network/virtualnetworkgateways/";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Standings standings = new Standings(registry, new SettableClock(TEN), () -> true);

  @Test
  void sessionsAreCountedByGatewayAndOutcomeFromTheFirstOn() {
    standings.show(3, standing("gw-weu", true));
    assertThat(series("tunnelwatch.gateway.p2s.sessions")).as("none was heard of").isEmpty();

    standings.heard(3, session("gw-weu", P2sOutcome.CONNECTED), true);
    standings.heard(3, session("gw-weu", P2sOutcome.CONNECTED), true);
    standings.heard(3, session("gw-weu", P2sOutcome.POOL_EXHAUSTED), true);
    standings.heard(3, session("gw-neu", P2sOutcome.FAILED), true);

    assertThat(sessions("gw-weu", "connected")).isEqualTo(2);
    assertThat(sessions("gw-weu", "pool_exhausted")).isEqualTo(1);
    assertThat(sessions("gw-weu", "failed")).isZero();
    standings.show(3, standing("gw-neu", true));
    assertThat(sessions("gw-neu", "failed")).as("before it was shown").isEqualTo(1);
  }

  @Test
  void maintenanceIsToldByItsOwnTimeAndARecordThatComesLateMovesItNotBack() {
    standings.show(3, standing("gw-weu", true));
    standings.heard(3, maintenance("gw-weu", TEN), true);
    standings.heard(3, maintenance("gw-weu", TEN.plusSeconds(90)), true);
    standings.heard(3, maintenance("gw-weu", TEN.plusSeconds(30)), true);

    assertThat(lastMaintenance()).isEqualTo((double) TEN.plusSeconds(90).getEpochSecond());
    assertThat(series("tunnelwatch.maintenance.last.timestamp.seconds")).hasSize(1);
  }

  @Test
  void maintenanceThatIsDatedAheadIsOfWhenItsRecordCame() {
    standings.show(3, standing("gw-weu", true));
    standings.heard(3, maintenance("gw-weu", TEN.plus(Duration.ofDays(30)), TEN), true);
    standings.heard(3, maintenance("gw-weu", TEN.plusSeconds(60)), true);

    assertThat(lastMaintenance()).isEqualTo((double) TEN.plusSeconds(60).getEpochSecond());
  }

  private double lastMaintenance() {
    return registry
        .get("tunnelwatch.maintenance.last.timestamp.seconds")
        .tag("gateway", "gw-weu")
        .gauge()
        .value();
  }

  @Test
  void partitionThatIsWorkedOnElsewhereTakesTheCountsAlong() {
    standings.show(3, standing("gw-weu", true));
    standings.heard(3, session("gw-weu", P2sOutcome.CONNECTED), true);

    standings.gone(3);
    assertThat(registry.find("tunnelwatch.gateway.p2s.sessions").meters()).isEmpty();
    standings.show(3, standing("gw-weu", true));

    assertThat(series("tunnelwatch.gateway.p2s.sessions")).as("it begins anew").isEmpty();
  }

  /** A gateway may be heard before it is shown, and one for which there is no room never is. */
  @Test
  void whatWasHeardOfAGatewayWithoutSeriesGoesWithItsPartition() {
    standings.heard(3, session("gw-weu", P2sOutcome.CONNECTED), true);
    standings.heard(4, session("gw-neu", P2sOutcome.CONNECTED), true);
    standings.heard(3, session("strange", P2sOutcome.CONNECTED), false);

    standings.gone(3);
    standings.show(3, standing("gw-weu", true));
    standings.show(3, standing("strange", false));
    standings.show(4, standing("gw-neu", true));

    assertThat(ofGateways()).doesNotContain("strange");
    assertThat(series("tunnelwatch.gateway.p2s.sessions")).hasSize(P2sOutcome.values().length);
    assertThat(sessions("gw-neu", "connected")).isEqualTo(1);
  }

  @Test
  void strangersOfAPartitionThatHasLeftTakeNobodysRoom() {
    for (int i = 0; i < 10_000; i++) {
      standings.heard(3, session("strange-" + i, P2sOutcome.FAILED), false);
    }
    standings.gone(3);

    standings.heard(4, session("gw-p2s", P2sOutcome.CONNECTED), false);
    standings.show(4, standing("gw-p2s", false));

    assertThat(standings.names()).singleElement().asString().startsWith("gw-p2s~");
  }

  @Test
  void gatewayOfP2sAloneIsShownAndOneOfNothingIsNot() {
    standings.heard(3, session("gw-p2s", P2sOutcome.CONNECTED), false);
    standings.show(3, standing("gw-p2s", false));
    standings.show(3, standing("gw-other", false));

    assertThat(standings.names()).singleElement().asString().startsWith("gw-p2s~");
    assertThat(registry.get("tunnelwatch.gateway.p2s.sessions").functionCounters())
        .hasSize(P2sOutcome.values().length);
  }

  @Test
  void inventedGatewaysThatSayMuchMakeFewSeriesAndTouchNoneOfOurs() {
    standings.show(3, standing("gw-weu", true));
    for (int i = 0; i < 100_000; i++) {
      standings.heard(3, session("strange-" + i, P2sOutcome.FAILED), false);
      standings.heard(3, maintenance("strange-" + i, TEN), false);
      if (i % 3 == 0) {
        standings.show(3, standing("strange-" + i, false));
      }
    }
    for (int i = 0; i < 100_000; i++) {
      standings.show(3, standing("strange-" + i, false));
    }
    standings.heard(3, session("gw-weu", P2sOutcome.CONNECTED), true);

    var strange = ofGateways().stream().filter(id -> id.startsWith("strange-")).count();
    assertThat(strange).isBetween(1_900L, (long) Standings.OF_STRANGERS);
    assertThat(sessions("gw-weu", "connected")).isEqualTo(1);
    assertThat(registry.get("tunnelwatch.series.dropped").counter().count()).isPositive();
  }

  @Test
  void whatWasHeardCostsAGatewayOfAFullScrapeNoneOfItsOtherSeries() {
    int fleet = Standings.OF_LISTED / GatewaySeries.count(standing("gw", true));
    for (int i = 0; i < fleet; i++) {
      standings.show(3, standing("gw-" + i, true));
    }
    int before = ofGateways().size();

    standings.heard(3, session("gw-7", P2sOutcome.CONNECTED), true);

    assertThat(ofGateways()).hasSize(before);
    assertThat(registry.get("tunnelwatch.series.dropped").counter().count()).isEqualTo(1);
  }

  private List<Meter> series(String name) {
    return List.copyOf(registry.find(name).meters());
  }

  private double sessions(String gateway, String outcome) {
    return registry
        .get("tunnelwatch.gateway.p2s.sessions")
        .tag("gateway", gateway)
        .tag("outcome", outcome)
        .functionCounter()
        .count();
  }

  private List<String> ofGateways() {
    return registry.getMeters().stream()
        .map(meter -> Optional.ofNullable(meter.getId().getTag("gateway")))
        .flatMap(Optional::stream)
        .toList();
  }

  private static GatewayEvent session(String gateway, P2sOutcome outcome) {
    return new GatewayEvent.P2sSession(
        new GatewayId(GROUP + gateway), "OVPN_12AB", outcome, Reason.NOT_STATED, evidence(TEN));
  }

  private static GatewayEvent maintenance(String gateway, Instant at) {
    return maintenance(gateway, at, at.plus(Duration.ofMinutes(5)));
  }

  private static GatewayEvent maintenance(String gateway, Instant at, Instant enqueuedAt) {
    return new GatewayEvent.MaintenanceNoted(
        new GatewayId(GROUP + gateway),
        Optional.empty(),
        GatewayEvent.Maintenance.HOST,
        evidence(at, enqueuedAt));
  }

  private static Evidence evidence(Instant at) {
    return evidence(at, at.plus(Duration.ofMinutes(5)));
  }

  private static Evidence evidence(Instant at, Instant enqueuedAt) {
    return new Evidence(
        at, Optional.of(enqueuedAt), Category.P2S, "P2SLogEvent", "text", "hub/3/1#0", "digest");
  }

  private static GatewayStanding standing(String name, boolean listed) {
    return new GatewayStanding(
        new GatewayId(GROUP + name),
        listed,
        List.of(),
        new GatewayStanding.Bgp(0, 0, 0, 0),
        new TreeMap<>(),
        Optional.empty());
  }
}
