package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.correlation.oracle.GatewayOracle;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Connection;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What records of the gateway itself explain: maintenance and changes (rules 16, 22 and 28). */
class GatewayRecordsTest {
  private final Story weu = Story.at(Cast.activeActive(WEU));

  @ParameterizedTest
  @CsvSource({"119S, PLANNED_MAINTENANCE", "120S, PLANNED_MAINTENANCE", "121S, PEER_UNREACHABLE"})
  void maintenanceExplainsLossesForTwoMinutes(String loss, Cause expected) {
    weu.maintenance(Optional.of(IN_0));
    weu.after(loss).down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(cause(weu.incidentAfter("10M"))).isEqualTo(expected);
  }

  @Test
  void maintenanceOfTheOtherInstanceExplainsNothing() {
    weu.maintenance(Optional.of(IN_1));
    weu.after("10S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(cause(weu.incidentAfter("10M"))).isEqualTo(Cause.PEER_UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource({"45M, 1", "2701S, 2"})
  void maintenanceStrikesTheOtherInstanceUpTo45MinutesLater(String second, int incidents) {
    weu.maintenance(Optional.of(IN_0));
    for (var peer : new dev.tunnelwatch.model.IpAddress[] {PARIS, TOKYO, LIMA}) {
      weu.after("10S").down(IN_0, peer, Reason.NOT_STATED);
      weu.after("40S").up(IN_0, peer);
      weu.after(second).down(IN_1, peer, Reason.NOT_STATED);
    }

    assertThat(weu.incidentsAfter("60M"))
        .hasSize(incidents)
        .anyMatch(incident -> cause(incident) == Cause.PLANNED_MAINTENANCE);
  }

  /** Rule 16: each loss lies beside a record of its own; whether they are one work is the gap. */
  @ParameterizedTest
  @CsvSource({"45M, 1", "2701S, 2"})
  void maintenanceRecordedAgainWithin45MinutesIsOneWork(String again, int incidents) {
    weu.maintenance(Optional.of(IN_0));
    weu.after("10S").down(IN_0, PARIS, Reason.NOT_STATED);
    weu.after("60S").up(IN_0, PARIS);
    weu.after(again).maintenance(Optional.of(IN_1)).down(IN_1, TOKYO, Reason.NOT_STATED);

    assertThat(weu.incidentsAfter("60M"))
        .hasSize(incidents)
        .allMatch(incident -> cause(incident) == Cause.PLANNED_MAINTENANCE);
  }

  /** Rule 16: whoever changes one connection after another is doing one thing. */
  @ParameterizedTest
  @CsvSource({"120S, 1", "121S, 2"})
  void changesWithinTwoMinutesOfEachOtherAreOneChange(String second, int incidents) {
    weu.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    weu.down(IN_0, PARIS, Reason.NOT_STATED);
    weu.after(second).changed(ConfigurationScope.CONNECTION, Optional.of("to-tokyo-" + TOKYO));
    weu.down(IN_0, TOKYO, Reason.NOT_STATED);

    assertThat(weu.incidentsAfter("10M"))
        .hasSize(incidents)
        .allMatch(incident -> cause(incident) == Cause.CONFIGURATION_CHANGE);
  }

  @Test
  void maintenanceThatCostNothingIsNoIncident() {
    weu.maintenance(Optional.empty()).changed(ConfigurationScope.GATEWAY, Optional.empty());

    assertThat(weu.incidentsAfter("10M")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0S, 5S, PEER_UNREACHABLE",
    "0S, 0S, CONFIGURATION_CHANGE",
    "5S, 0S, CONFIGURATION_CHANGE",
    "6S, 0S, PEER_UNREACHABLE",
    "0S, 120S, CONFIGURATION_CHANGE",
    "0S, 121S, PEER_UNREACHABLE"
  })
  void changeExplainsTheLossOfTheConnectionItNames(String change, String loss, Cause expected) {
    boolean other = loss.equals("5S");
    weu.after(change)
        .changed(
            ConfigurationScope.CONNECTION, Optional.of(other ? "to-tokyo-" + TOKYO : "TO-PARIS"));
    weu.after(loss).down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(cause(weu.incidentAfter("10M"))).isEqualTo(expected);
  }

  @Test
  void gatewayWideChangeExplainsOnlyTheLossOfTwoPeers() {
    weu.changed(ConfigurationScope.GATEWAY, Optional.empty());
    weu.after("5S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(cause(weu.incidentAfter("1M"))).isEqualTo(Cause.UNEXPLAINED);

    weu.after("6S").down(IN_0, TOKYO, Reason.NOT_STATED);

    assertThat(cause(weu.incidentAfter("1M"))).isEqualTo(Cause.CONFIGURATION_CHANGE);
  }

  /** A record that has only the local network gateway names the connections that lead to it. */
  @ParameterizedTest
  @CsvSource({
    "LNG-Paris, PEER_SILENT, CONFIGURATION_CHANGE",
    "lng-tokyo, PEER_SILENT, PEER_UNREACHABLE"
  })
  void changeExplainsTheLossOfTheConnectionWhoseLocalNetworkGatewayItNames(
      String site, Reason reason, Cause expected) {
    weu.siteChanged(site);
    weu.after("20S").down(IN_0, PARIS, reason);

    var incident = weu.incidentAfter("10M");
    assertThat(cause(incident)).isEqualTo(expected);
    switch (expected) {
      case CONFIGURATION_CHANGE ->
          assertThat(incident.wording().explanation())
              .contains(
                  "SetConfiguration of the connection to LNG-Paris was recorded at 10:00:00.");
      default -> assertThat(incident.wording().explanation()).doesNotContain("SetConfiguration");
    }
  }

  /** What Azure writes there is not documented: it may be called otherwise in the inventory. */
  @Test
  void changeOfARemoteSiteThatTheInventoryLacksMayBeOfWhatWasLost() {
    weu.siteChanged("lng-new");
    weu.after("20S").down(IN_0, PARIS, Reason.NOT_STATED);

    var incident = weu.incidentAfter("10M");
    assertThat(cause(incident)).isEqualTo(Cause.CONFIGURATION_CHANGE);
    assertThat(incident.wording().explanation())
        .contains("Whether the connection to lng-new is the connection that was lost is not known");
  }

  @Test
  void changeExplainsTheLossOfEachConnectionToTheLocalNetworkGatewayThatItNames() {
    var two =
        Story.at(
            Cast.topology(
                WEU, false, Cast.to("kyoto", TOKYO), Cast.to("kyoto", LIMA), Cast.toParis()));
    two.siteChanged("lng-kyoto");
    two.after("10S").down(IN_0, TOKYO, Reason.NOT_STATED);
    two.after("40S").down(IN_0, LIMA, Reason.NOT_STATED);

    assertThat(two.incidentAfter("10M"))
        .satisfies(
            incident -> {
              assertThat(cause(incident)).isEqualTo(Cause.CONFIGURATION_CHANGE);
              assertThat(incident.scope().tunnels()).hasSize(2);
            });
  }

  @Test
  void localNetworkGatewayThatNoInventoryHasIsANameThatNobodyCanLookUp() {
    var learned = Story.at(WEU);
    learned.siteChanged("lng-nice");
    learned.after("20S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(learned.incidentAfter("10M").wording().explanation())
        .contains(
            "Whether the connection to lng-nice is the connection that was lost is not known: no"
                + " inventory tells");
  }

  @Test
  void changeOfAConnectionThatTheInventoryLacksExplainsNoLossOfOneItHas() {
    weu.changed(ConfigurationScope.CONNECTION, Optional.of("cn-new"));
    weu.after("90S").down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("91S").down(IN_1, PARIS, Reason.PEER_SILENT);

    var incident = weu.incidentAfter("10M");

    assertThat(cause(incident)).isEqualTo(Cause.PEER_UNREACHABLE);
    assertThat(incident.proof().rejectedCauses())
        .filteredOn(rejected -> rejected.cause() == Cause.CONFIGURATION_CHANGE)
        .extracting(rejected -> rejected.because())
        .containsExactly("SetConfiguration at 10:00:00 is of cn-new, which the inventory lacks");
    assertThat(incident.wording().explanation()).doesNotContain("fallen silent already");
  }

  /** Its peer is a name, which no export resolves: the connection is none that is lacking. */
  @Test
  void changeOfAConnectionWithoutAnAddressIsOfAnotherToo() {
    var named =
        new Connection(
            "to-nice",
            "nice",
            new Connection.FarEnd.Device(Optional.of("lng-nice")),
            List.of(),
            Optional.empty(),
            List.of(),
            Connection.Timers.DEFAULT);
    var gateway = Story.at(Cast.topology(WEU, true, Cast.toParis(), named));
    gateway.changed(ConfigurationScope.CONNECTION, Optional.of(named.name()));
    gateway.after("90S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(gateway.incidentAfter("10M").proof().rejectedCauses())
        .extracting(rejected -> rejected.because())
        .contains(
            "SetConfiguration at 10:00:00 is of to-nice, whose address the inventory does not tell");
  }

  @Test
  void changeOfAConnectionThatTheInventoryLacksExplainsTheLossOfAPeerItLacks() {
    weu.changed(ConfigurationScope.CONNECTION, Optional.of("cn-new"));
    weu.after("90S").down(IN_0, Cast.OSLO_1, Reason.PEER_SILENT);

    assertThat(cause(weu.incidentAfter("10M"))).isEqualTo(Cause.CONFIGURATION_CHANGE);
  }

  /** Nothing but the time ties them: DPD takes 45 s, so that the peer was silent before. */
  @ParameterizedTest
  @CsvSource({
    "cn-nice, 30S, PEER_SILENT, PEER_UNREACHABLE",
    "cn-nice, 39S, PEER_SILENT, PEER_UNREACHABLE",
    "cn-nice, 40S, PEER_SILENT, CONFIGURATION_CHANGE",
    "cn-nice, 30S, LOCALLY_TRIGGERED, CONFIGURATION_CHANGE",
    ", 39S, PEER_SILENT, PEER_UNREACHABLE",
    ", 40S, PEER_SILENT, CONFIGURATION_CHANGE",
    ", 30S, NOT_STATED, CONFIGURATION_CHANGE"
  })
  void changeOfAConnectionThatMayBeAnyExplainsNoSilenceThatBeganBefore(
      String name, String loss, Reason reason, Cause expected) {
    var learned = Story.at(WEU);
    learned.changed(ConfigurationScope.CONNECTION, Optional.ofNullable(name));
    learned.after(loss).down(IN_0, PARIS, reason);

    assertThat(cause(learned.incidentAfter("10M"))).isEqualTo(expected);
  }

  /** Of two that were lost one may be the connection that was changed. */
  @ParameterizedTest
  @CsvSource({"NOT_STATED, UNEXPLAINED", "REMOTELY_TRIGGERED, PEER_CLOSED"})
  void changeOfAConnectionThatMayBeEitherOfTwoLostIsToldOf(Reason reason, Cause expected) {
    weu.changed(ConfigurationScope.CONNECTION, Optional.empty());
    weu.after("20S").down(IN_0, PARIS, reason);
    weu.after("50S").down(IN_0, TOKYO, reason);

    assertThat(weu.incidentsAfter("10M"))
        .hasSize(2)
        .allSatisfy(
            incident -> {
              assertThat(cause(incident)).isEqualTo(expected);
              assertThat(incident.wording().explanation())
                  .contains("SetConfiguration was recorded at 10:00:00, ")
                  .contains(
                      ": it may be why, though it may be of any of the 2 connections that were lost"
                          + " around it.");
              assertThat(incident.proof().rejectedCauses())
                  .filteredOn(rejected -> rejected.cause() == Cause.CONFIGURATION_CHANGE)
                  .extracting(rejected -> rejected.because())
                  .containsExactly(
                      "SetConfiguration at 10:00:00 may be of any of the 2 connections that were"
                          + " lost around it");
            });
  }

  @Test
  void silenceThatBeganBeforeTheChangeIsToldOfBesideTheRecord() {
    var learned = Story.at(WEU);
    learned.changed(ConfigurationScope.CONNECTION, Optional.of("cn-nice"));
    learned.after("30S").down(IN_0, PARIS, Reason.PEER_SILENT);

    var incident = learned.incidentAfter("10M");
    assertThat(incident.wording().explanation())
        .containsOnlyOnce(
            "A configuration change at 10:00:00 came when the peer had fallen silent already.");
    assertThat(incident.proof().rejectedCauses())
        .filteredOn(rejected -> rejected.cause() == Cause.CONFIGURATION_CHANGE)
        .extracting(rejected -> rejected.because())
        .containsExactly(
            "SetConfiguration at 10:00:00 (cn-nice) came when the peer had fallen silent already (DPD takes"
                + " 45 s unless set otherwise)");
  }

  /** Each instance asks by itself: what is silent for one before the change is so for both. */
  @Test
  void silenceThatOneInstanceNoticesLaterIsTheSameOne() {
    var learned = Story.at(WEU);
    learned.up(IN_0, PARIS).up(IN_1, PARIS);
    learned.after("20M").changed(ConfigurationScope.CONNECTION, Optional.of("cn-nice"));
    learned.after("20M30S").down(IN_0, PARIS, Reason.PEER_SILENT);
    learned.after("21M10S").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(cause(learned.incidentAfter("30M"))).isEqualTo(Cause.PEER_UNREACHABLE);
  }

  /** Who has returned since is silent no longer, and what takes him then is something else. */
  @ParameterizedTest
  @CsvSource({
    "IN_0, 20M30S, CONFIGURATION_CHANGE",
    "IN_1, 20M30S, CONFIGURATION_CHANGE",
    "IN_1, 20M55S, CONFIGURATION_CHANGE",
    "IN_1, 20M56S, PEER_UNREACHABLE"
  })
  void silenceThatWasOverMakesNoChangeTooLate(Instance silent, String back, Cause expected) {
    var learned = Story.at(WEU);
    learned.up(IN_0, PARIS).up(IN_1, PARIS);
    learned.after("20M").down(silent, PARIS, Reason.PEER_SILENT);
    learned.after(back).up(silent, PARIS);
    learned.after("20M50S").changed(ConfigurationScope.CONNECTION, Optional.empty());
    learned.after("20M55S").down(IN_0, PARIS, Reason.LOCALLY_TRIGGERED);

    var lost = Story.TEN.plusSeconds(20 * 60 + 55);
    var byTheRules =
        GatewayOracle.incidents(
            WEU,
            learned.events(),
            learned.presences(),
            Optional.empty(),
            Story.TEN.plusSeconds(40 * 60),
            new GatewayOracle.Pasts());
    assertThat(List.of(learned.incidentsAfter("40M"), byTheRules))
        .allSatisfy(
            incidents ->
                assertThat(incidents)
                    .filteredOn(i -> i.conditions().stream().anyMatch(c -> c.from().equals(lost)))
                    .extracting(GatewayRecordsTest::cause)
                    .containsExactly(expected));
  }

  @Test
  void namelessConnectionChangeExplainsTheLossOfExactlyOneConnection() {
    weu.changed(ConfigurationScope.CONNECTION, Optional.empty());
    weu.after("5S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(cause(weu.incidentAfter("1M"))).isEqualTo(Cause.CONFIGURATION_CHANGE);

    weu.after("6S").down(IN_0, TOKYO, Reason.NOT_STATED);

    assertThat(weu.incidentsAfter("1M"))
        .extracting(GatewayRecordsTest::cause)
        .containsOnly(Cause.UNEXPLAINED);
  }

  private static Cause cause(Incident incident) {
    return incident.judgement().cause();
  }
}
