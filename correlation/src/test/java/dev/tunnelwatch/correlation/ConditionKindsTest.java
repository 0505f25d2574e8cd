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

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 13: the kinds of condition, each told by the shortest story that has one. */
class ConditionKindsTest {

  @ParameterizedTest
  @EnumSource
  void eachKindThatOneGatewayCanShowIsACondition(ConditionKind kind) {
    var story = story(kind);

    assertThat(story.stream().flatMap(told -> told.incidentsAfter("5M").stream()))
        .hasSize(story.size())
        .allSatisfy(
            incident ->
                assertThat(incident.conditions()).extracting(Condition::kind).contains(kind));
  }

  /** None of what is for the fleet, or not recognised yet. */
  private static List<Story> story(ConditionKind kind) {
    var weu = Story.at(Cast.activeActive(WEU));
    var neu = Story.at(Cast.activeStandby(NEU));
    return switch (kind) {
      case MAINTENANCE ->
          List.of(weu.maintenance(Optional.of(IN_0)).down(IN_0, PARIS, Reason.NOT_STATED));
      case CONFIGURATION_CHANGED ->
          List.of(
              weu.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"))
                  .down(IN_0, PARIS, Reason.NOT_STATED));
      case TUNNEL_DOWN -> List.of(weu.down(IN_0, PARIS, Reason.PEER_SILENT));
      case TUNNEL_FLAPPING -> List.of(fourTimes(neu));
      case IKE_FAILING -> List.of(weu.refused(IN_0, PARIS, Reason.AUTHENTICATION));
      case BGP_SESSION_DOWN -> List.of(weu.bgpDown(IN_0, PARIS_BGP));
      case ROUTES_WITHDRAWN ->
          List.of(weu.routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16"));
      case FAILOVER -> List.of(all(weu));
      case GATEWAY_DOWN -> List.of(all(neu));
      case SITE_DOWN -> List.of(oslo());
      case REGION_DOWN,
          P2S_AUTHENTICATION_FAILING,
          P2S_POOL_EXHAUSTED,
          P2S_DISCONNECTED,
          TELEMETRY_SILENT ->
          List.of();
    };
  }

  private static Story fourTimes(Story story) {
    for (int second = 0; second < 80; second += 20) {
      story.after(second + "S").down(IN_0, PARIS, Reason.PEER_SILENT);
      story.after(second + 10 + "S").up(IN_0, PARIS);
    }
    return story;
  }

  /** One instance of two, or all there is. */
  private static Story all(Story story) {
    List.<IpAddress>of(PARIS, TOKYO, LIMA)
        .forEach(peer -> story.down(IN_0, peer, Reason.NOT_STATED));
    return story;
  }

  private static Story oslo() {
    var oslo =
        Story.at(
            Cast.topology(
                WEU, false, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2), Cast.toParis()));
    return oslo.down(IN_1, OSLO_1, Reason.PEER_SILENT).down(IN_1, OSLO_2, Reason.PEER_SILENT);
  }
}
