package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.NEU;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Redundancy;
import dev.tunnelwatch.model.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What only several gateways together show (rule 4). */
class FleetTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story neu = Story.at(Cast.activeStandby(NEU));

  @Test
  void changeOnOneGatewayIsNoEffectOfASiteThatAnotherLosesAtThatTime() {
    weu.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    weu.after("2S").down(IN_0, PARIS, Reason.SETTING_CHANGED);
    weu.after("3S").down(IN_1, PARIS, Reason.SETTING_CHANGED);
    neu.after("20S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(fleet("10M", weu, neu))
        .extracting(incident -> incident.judgement().cause())
        .containsExactlyInAnyOrder(Cause.CONFIGURATION_CHANGE, Cause.PEER_UNREACHABLE);
  }

  @Test
  void siteLostFromTwoGatewaysIsOneSiteOutage() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("3S").down(IN_1, PARIS, Reason.PEER_SILENT);
    neu.after("40S").down(IN_0, PARIS, Reason.PEER_SILENT);

    var incident = only("10M");

    assertThat(incident.judgement())
        .isEqualTo(new Incident.Judgement(Severity.CRITICAL, true, Cause.SITE_OUTAGE));
    assertThat(incident.conditions())
        .extracting(Condition::kind)
        .containsExactly(
            ConditionKind.SITE_DOWN,
            ConditionKind.TUNNEL_DOWN,
            ConditionKind.TUNNEL_DOWN,
            ConditionKind.TUNNEL_DOWN);
    assertThat(incident.conditions())
        .filteredOn(c -> c.causedBy().isEmpty())
        .extracting(Condition::entity)
        .containsExactly("paris");
    assertThat(incident.redundancy()).extracting(Redundancy::gateway).containsExactly(NEU, WEU);
    assertThat(incident.wording().title())
        .isEqualTo(
            "paris unreachable from gw-neu, gw-weu since 10:00:03: outage of the site itself");
    assertThat(incident.conditions())
        .allSatisfy(
            condition ->
                assertThat(condition.evidence())
                    .isNotEmpty()
                    .allSatisfy(
                        index ->
                            assertThat(incident.proof().evidence().get(index).text())
                                .contains(PARIS.text())));
  }

  @ParameterizedTest
  @CsvSource({"120S, 1", "121S, 2"})
  void gatewaysLoseASiteTogetherWithinTwoMinutes(String second, int incidents) {
    Story sea = Story.at(Cast.activeStandby(Cast.gateway("gw-sea")));
    sea.down(IN_0, PARIS, Reason.PEER_SILENT);
    neu.after(second).down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(fleet("10M", sea, neu)).hasSize(incidents);
  }

  @Test
  void oneTunnelOfTwoIsNotLost() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    neu.after("40S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(fleet("10M", weu, neu)).hasSize(2);
  }

  @Test
  void gatewayThatLostOtherSitesTooHasItsOwnFault() {
    neu.down(IN_0, PARIS, Reason.NOT_STATED).down(IN_0, TOKYO, Reason.NOT_STATED);
    neu.down(IN_0, LIMA, Reason.NOT_STATED);
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(fleet("10M", weu, neu))
        .extracting(i -> i.judgement().cause())
        .containsExactlyInAnyOrder(Cause.GATEWAY_OUTAGE, Cause.PEER_UNREACHABLE);
  }

  @Test
  void remoteIpIsEnoughWhereOneGatewayIsInNoInventory() {
    Story unknown = Story.at(Cast.gateway("gw-sea")).down(IN_1, PARIS, Reason.PEER_SILENT);
    neu.down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(fleet("10M", unknown, neu))
        .singleElement()
        .satisfies(i -> assertThat(i.judgement().cause()).isEqualTo(Cause.SITE_OUTAGE));
  }

  @Test
  void siteOutageIsOverWhenTheLastGatewayIsBack() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).down(IN_1, PARIS, Reason.PEER_SILENT);
    neu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("5M").up(IN_0, PARIS).up(IN_1, PARIS);

    assertThat(only("20M").state()).isEqualTo(IncidentState.OPEN);

    neu.after("21M").up(IN_0, PARIS);

    assertThat(only("21M59S").state()).isEqualTo(IncidentState.OPEN);
    assertThat(only("22M").state()).isEqualTo(IncidentState.RECOVERED);
    assertThat(only("31M").state()).isEqualTo(IncidentState.CLOSED);
  }

  @Test
  void orderOfTheGatewaysDoesNotMatter() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).down(IN_1, PARIS, Reason.PEER_SILENT);
    neu.down(IN_0, PARIS, Reason.PEER_SILENT).down(IN_0, TOKYO, Reason.PEER_SILENT);

    assertThat(fleet("10M", weu, neu)).isEqualTo(fleet("10M", neu, weu));
  }

  /** Neither work nor what a peer does on its own says more than two gateways that lost it. */
  @ParameterizedTest
  @EnumSource(names = {"NOT_STATED", "PEER_RESTARTED", "REMOTELY_TRIGGERED"})
  void siteThatAnotherGatewayLosesTooIsNoMaintenanceOfOneAndNoDoingOfAPeer(Reason reason) {
    if (reason == Reason.NOT_STATED) {
      weu.maintenance(Optional.empty());
    }
    weu.after("5S").down(IN_0, PARIS, reason).down(IN_1, PARIS, reason);
    neu.after("20S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(only("10M").judgement().cause()).isEqualTo(Cause.SITE_OUTAGE);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTHENTICATION, IKE_AUTHENTICATION",
    "POLICY_MISMATCH, IKE_POLICY_MISMATCH",
    "TRAFFIC_SELECTORS, IKE_TRAFFIC_SELECTORS"
  })
  void refusalOfOneGatewayIsNoPartOfASiteThatAnotherLoses(Reason refusal, Cause expected) {
    weu.down(IN_0, PARIS, refusal).down(IN_1, PARIS, refusal);
    neu.after("20S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(fleet("10M", weu, neu))
        .extracting(incident -> incident.judgement().cause())
        .containsExactlyInAnyOrder(expected, Cause.PEER_UNREACHABLE);
  }

  /** What each by itself would give time to be taken over. */
  @Test
  void standbyGatewaysThatLoseTheirOnlySiteTogetherDoNotFailOver() {
    var one = Story.at(Cast.topology(WEU, false, Cast.toParis()));
    var two = Story.at(Cast.topology(NEU, false, Cast.toParis()));
    one.down(IN_0, PARIS, Reason.NOT_STATED);
    two.after("5S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(fleet("30S", one, two))
        .singleElement()
        .extracting(incident -> incident.judgement().cause())
        .isEqualTo(Cause.SITE_OUTAGE);
  }

  @Test
  void siteThatComesAndGoesForTwoGatewaysIsOneOutage() {
    for (int i = 0; i < 5; i++) {
      for (var gateway : List.of(weu, neu)) {
        gateway.after(60 * i + "S").down(IN_0, PARIS, Reason.PEER_SILENT);
        gateway.after(60 * i + 20 + "S").up(IN_0, PARIS);
      }
      weu.after(60 * i + "S").down(IN_1, PARIS, Reason.PEER_SILENT);
      weu.after(60 * i + 20 + "S").up(IN_1, PARIS);
    }

    assertThat(only("10M").judgement().cause()).isEqualTo(Cause.SITE_OUTAGE);
  }

  private Incident only(String time) {
    var incidents = fleet(time, weu, neu);
    assertThat(incidents).hasSize(1);
    return incidents.getFirst();
  }

  private static List<Incident> fleet(String time, Story... stories) {
    var all = new ArrayList<GatewayIncident>();
    for (var story : stories) {
      all.addAll(story.resultAfter(time).incidents());
    }
    Collections.reverse(all);
    return FleetStage.incidents(all, Inventory.NONE, Story.TEN.plus(Duration.parse("PT" + time)))
        .incidents();
  }
}
