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
import static org.assertj.core.groups.Tuple.tuple;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the platform did to a gateway, beside faults that look like it (rules 14, 16 and 22). */
class PlatformTest {
  private static final List<IpAddress> PEERS = List.of(PARIS, TOKYO, LIMA);
  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  @ParameterizedTest
  @CsvSource({"90S, PLANNED_MAINTENANCE", "120S, PLANNED_MAINTENANCE", "121S, INSTANCE_FAILOVER"})
  void maintenanceMayBeRecordedUpToTwoMinutesAfterItsFailover(String record, Cause expected) {
    stroke(weu, IN_0, "0S", "80S");
    weu.after(record).maintenance(Optional.of(IN_0));

    assertThat(causes(weu, "30M")).containsExactly(expected);
  }

  @Test
  void changeOfThePrimaryIsMaintenanceThoughItLooksLikeAFailover() {
    for (var peer : PEERS) {
      standby.after("0S").down(IN_0, peer, Reason.STANDBY_CHANGED);
      standby.after("12S").up(IN_1, peer);
    }
    standby.after("14S").primaryChanged(Optional.empty());

    assertThat(causes(standby, "30M")).containsExactly(Cause.PLANNED_MAINTENANCE);
  }

  @Test
  void takeoverOfBothDevicesOfTheOnlySiteIsAFailoverFromItsFirstWordOn() {
    var oslo =
        Story.at(Cast.topology(WEU, false, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2)));
    oslo.down(IN_0, OSLO_1, Reason.STANDBY_CHANGED);
    oslo.after("1S").down(IN_0, OSLO_2, Reason.STANDBY_CHANGED);

    assertThat(causes(oslo, "60S")).containsExactly(Cause.INSTANCE_FAILOVER);
    assertThat(oslo.incidentAfter("60S").judgement().page()).isFalse();

    oslo.after("80S").up(IN_1, OSLO_1).up(IN_1, OSLO_2);

    assertThat(causes(oslo, "30M")).containsExactly(Cause.INSTANCE_FAILOVER);
  }

  /** By the table a record explains the losses of the instance it names, and no others. */
  @Test
  void changeOfThePrimaryThatNamesTheOneThatTookOverIsToldBesideTheFailover() {
    standby.primaryChanged(Optional.of(IN_1));
    for (var peer : PEERS) {
      standby.after("2S").down(IN_0, peer, Reason.NOT_STATED);
      standby.after("100S").up(IN_1, peer);
    }

    assertThat(causes(standby, "30M")).containsExactly(Cause.INSTANCE_FAILOVER);
    assertThat(standby.incidentAfter("30M").wording().explanation())
        .contains(
            "Azure worked on this gateway 2 s before (GatewayTenantPrimaryChanged at 10:00:00 was"
                + " on IN_1, this was lost on IN_0): the two may belong together.")
        .doesNotContain("no line ties it to this");
  }

  @ParameterizedTest
  @CsvSource({"IN_1, INSTANCE_FAILOVER", "IN_0, UNEXPLAINED"})
  void onlyTunnelOfAStandbyGatewayFailedOverIfItReturnsOnTheOtherInstance(
      Instance back, Cause expected) {
    var one = Story.at(Cast.topology(NEU, false, Cast.toParis()));
    one.down(IN_0, PARIS, Reason.NOT_STATED);
    one.after("12S").up(back, PARIS);

    assertThat(causes(one, "30M")).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"PEER_SILENT, PEER_UNREACHABLE, 2", "LOCALLY_TRIGGERED, PLANNED_MAINTENANCE, 1"})
  void whatTakesATunnelSoonAfterMaintenanceIsItsOwnFaultIfItSaysSo(
      Reason reason, Cause expected, int incidents) {
    stroke(weu, IN_0, "0S", "80S");
    weu.after("0S").maintenance(Optional.of(IN_0));
    weu.after("9M").down(IN_0, PARIS, reason);

    assertThat(causes(weu, "30M")).hasSize(incidents).contains(expected);
  }

  @Test
  void peerThatFallsSilentAfterMaintenanceIsNoSecondStrike() {
    var one = Story.at(Cast.topology(WEU, true, Cast.toParis()));
    one.maintenance(Optional.of(IN_0));
    one.after("10S").down(IN_0, PARIS, Reason.NOT_STATED);
    one.after("60S").up(IN_0, PARIS);
    one.after("20M").down(IN_0, PARIS, Reason.PEER_SILENT);
    one.after("1212S").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(causes(one, "30M"))
        .containsExactlyInAnyOrder(Cause.PLANNED_MAINTENANCE, Cause.PEER_UNREACHABLE);
  }

  /** Silence is noticed by each instance when its own DPD time is over. */
  @Test
  void instanceWhoseTwinLosesTheSamePeersBeforeItIsBackHandedNothingOver() {
    for (var peer : PEERS) {
      weu.after("0S").down(IN_0, peer, Reason.PEER_SILENT);
      weu.after("20S").down(IN_1, peer, Reason.PEER_SILENT);
    }

    assertThat(causes(weu, "2H")).containsOnly(Cause.PEER_UNREACHABLE);
  }

  /** Rule 14: a connection that has been dead for months does not clear the gateway. */
  @Test
  void connectionNobodyEverHeardOfDoesNotTurnAnOutageIntoFaultsOfTheSites() {
    for (var on : List.of(IN_0, IN_1)) {
      weu.down(on, PARIS, Reason.PEER_SILENT).down(on, TOKYO, Reason.PEER_SILENT);
    }

    assertThat(causes(weu, "30M")).containsExactly(Cause.GATEWAY_OUTAGE);

    weu.at(Story.TEN.minusSeconds(600)).alive(IN_1, LIMA);

    assertThat(causes(weu, "30M")).containsExactly(Cause.PEER_UNREACHABLE, Cause.PEER_UNREACHABLE);
  }

  @Test
  void connectionNobodyEverHeardOfHidesNoFailover() {
    weu.at(Story.TEN.minusSeconds(600)).alive(IN_1, PARIS);
    weu.after("0S").down(IN_0, PARIS, Reason.PEER_SILENT).down(IN_0, TOKYO, Reason.PEER_SILENT);

    assertThat(causes(weu, "30M")).containsExactly(Cause.INSTANCE_FAILOVER);
  }

  /** Rule 27: one line, of one instance, tells what keeps the peer away from both. */
  @Test
  void peerThatIsRefusedAtItsReturnFromAnOutagePagesForItself() {
    for (var peer : PEERS) {
      weu.after("0S").down(IN_0, peer, Reason.NOT_STATED);
      weu.after("1S").down(IN_1, peer, Reason.NOT_STATED);
    }
    weu.after("2M").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    weu.after("4M").up(IN_0, TOKYO).up(IN_1, TOKYO).up(IN_0, LIMA).up(IN_1, LIMA);

    assertThat(weu.incidentsAfter("30M"))
        .extracting(PlatformTest::cause, incident -> incident.judgement().page())
        .containsExactlyInAnyOrder(
            tuple(Cause.GATEWAY_OUTAGE, true), tuple(Cause.IKE_AUTHENTICATION, true));
  }

  /** Rule 22: what the gateway gives as the reason bars the shapes below it. */
  @Test
  void keysThatWereChangedForAllAreNoOutageOfTheGateway() {
    for (var peer : PEERS) {
      weu.after("0S").down(IN_0, peer, Reason.SETTING_CHANGED);
      weu.after("1S").down(IN_1, peer, Reason.SETTING_CHANGED);
    }

    assertThat(causes(weu, "30M")).containsOnly(Cause.CONFIGURATION_CHANGE).hasSize(3);
  }

  @Test
  void refusalOnTheOtherInstanceDuringAFailoverIsAFaultOfItsOwn() {
    stroke(weu, IN_0, "0S", "10M");
    weu.after("5S").down(IN_1, TOKYO, Reason.AUTHENTICATION);

    assertThat(causes(weu, "30M"))
        .containsExactlyInAnyOrder(Cause.INSTANCE_FAILOVER, Cause.IKE_AUTHENTICATION);
  }

  @Test
  void peerSilentToTheInstanceThatMaintenanceDidNotStrikeIsAFaultOfItsOwn() {
    stroke(weu, IN_0, "0S", "80S");
    weu.after("0S").maintenance(Optional.of(IN_0));
    weu.after("60S").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(causes(weu, "30M"))
        .containsExactlyInAnyOrder(Cause.PLANNED_MAINTENANCE, Cause.PEER_UNREACHABLE);
  }

  @Test
  void maintenanceThatTakesBothDevicesOfASiteIsNotTheSites() {
    var oslo = oslo();
    oslo.maintenance(Optional.empty());
    oslo.after("5S").down(IN_0, OSLO_1, Reason.NOT_STATED).down(IN_0, OSLO_2, Reason.NOT_STATED);

    assertThat(causes(oslo, "30M")).containsExactly(Cause.PLANNED_MAINTENANCE);
  }

  @Test
  void maintenanceIsNotAnUnstablePathHoweverOftenItStrikes() {
    weu.maintenance(Optional.of(IN_0));
    for (int i = 0; i < 4; i++) {
      weu.after(20 * i + 5 + "S").down(IN_0, PARIS, Reason.NOT_STATED);
      weu.after(20 * i + 15 + "S").up(IN_0, PARIS);
    }

    assertThat(causes(weu, "2H")).containsExactly(Cause.PLANNED_MAINTENANCE);
  }

  @Test
  void peerThatClosesTheOtherInstancesOnlyTunnelIsNoSecondStrike() {
    var one = Story.at(Cast.topology(WEU, true, Cast.toParis()));
    one.maintenance(Optional.of(IN_0));
    one.after("10S").down(IN_0, PARIS, Reason.NOT_STATED);
    one.after("60S").up(IN_0, PARIS);
    one.after("20M").down(IN_1, PARIS, Reason.REMOTELY_TRIGGERED);

    assertThat(causes(one, "30M"))
        .containsExactlyInAnyOrder(Cause.PLANNED_MAINTENANCE, Cause.PEER_CLOSED);
  }

  @Test
  void failoverEndsWithItsOwnLossesAndNamesNoSiteThatHasAFaultOfItsOwn() {
    var neu = Story.at(Cast.activeActive(NEU));
    for (var peer : PEERS) {
      neu.after("0S").down(IN_0, peer, Reason.NOT_STATED);
    }
    neu.after("5S").refused(IN_0, TOKYO, Reason.AUTHENTICATION);
    neu.after("50S").up(IN_0, PARIS).up(IN_0, LIMA);
    neu.after("40M").up(IN_0, TOKYO);

    assertThat(neu.incidentsAfter("2H"))
        .filteredOn(incident -> cause(incident) == Cause.INSTANCE_FAILOVER)
        .singleElement()
        .satisfies(
            failover -> {
              assertThat(failover.scope().sites()).containsExactly("lima", "paris");
              assertThat(failover.span().endedAt()).contains(Story.TEN.plusSeconds(50));
            });
  }

  private static Story oslo() {
    return Story.at(
        Cast.topology(
            WEU, false, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2), Cast.toParis()));
  }

  private static void stroke(Story story, Instance on, String lost, String back) {
    for (var peer : PEERS) {
      story.after(lost).down(on, peer, Reason.NOT_STATED);
      story.after(back).up(on, peer);
    }
  }

  private static List<Cause> causes(Story story, String after) {
    return story.incidentsAfter(after).stream().map(PlatformTest::cause).toList();
  }

  private static Cause cause(Incident incident) {
    return incident.judgement().cause();
  }
}
