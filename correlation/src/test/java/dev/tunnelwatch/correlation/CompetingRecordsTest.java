package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.LIMA;
import static dev.tunnelwatch.correlation.Cast.OSLO_1;
import static dev.tunnelwatch.correlation.Cast.OSLO_2;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.PARIS_BGP;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayEvent.ConfigurationScope;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A record of work or of a change, beside what else could be meant (rules 16, 22 and 27). */
class CompetingRecordsTest {
  private static final List<IpAddress> PEERS = List.of(PARIS, TOKYO, LIMA);
  private final Story weu = Story.at(Cast.activeActive(WEU));

  /** Both stand beside the loss; the work only if it was on that instance. */
  @ParameterizedTest
  @CsvSource({"IN_0, PLANNED_MAINTENANCE", "IN_1, CONFIGURATION_CHANGE"})
  void whoeverChangesAConnectionDuringWorkOnItsInstanceDidNotTakeIt(Instance work, Cause expected) {
    weu.maintenance(Optional.of(work));
    weu.after("5S").changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    weu.after("10S").down(IN_0, PARIS, Reason.NOT_STATED);

    assertThat(causes(weu, "30M")).containsExactly(expected);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SETTING_CHANGED",
        "PEER_RESTARTED",
        "AUTHENTICATION",
        "POLICY_MISMATCH",
        "TRAFFIC_SELECTORS",
        "STANDBY_CHANGED",
        "REMOTELY_TRIGGERED",
        "SA_EXPIRED_OR_DELETED"
      })
  void recordOfWorkBesideALossBeatsWhateverTheLossSays(Reason reason) {
    weu.maintenance(Optional.of(IN_0));
    weu.after("90S").down(IN_0, PARIS, reason);

    assertThat(causes(weu, "30M")).containsExactly(Cause.PLANNED_MAINTENANCE);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "PEER_RESTARTED",
        "AUTHENTICATION",
        "POLICY_MISMATCH",
        "TRAFFIC_SELECTORS",
        "STANDBY_CHANGED",
        "REMOTELY_TRIGGERED",
        "SA_EXPIRED_OR_DELETED"
      })
  void recordOfAChangeOfTheConnectionBeatsWhateverTheLossSays(Reason reason) {
    weu.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    weu.after("90S").down(IN_0, PARIS, reason);

    assertThat(causes(weu, "30M")).containsExactly(Cause.CONFIGURATION_CHANGE);
  }

  @Test
  void keysThatAreDueWhenWorkOrAChangeTakesTheTunnelAreNotWhyItWent() {
    weu.at(Story.TEN.minusSeconds(27_000)).up(IN_0, PARIS).up(IN_0, TOKYO);
    weu.after("0S").maintenance(Optional.of(IN_0));
    weu.after("10S").down(IN_0, PARIS, Reason.NOT_STATED);
    weu.after("150S").changed(ConfigurationScope.CONNECTION, Optional.of("to-tokyo-" + TOKYO));
    weu.after("155S").down(IN_0, TOKYO, Reason.NOT_STATED);

    assertThat(causes(weu, "30M"))
        .containsExactlyInAnyOrder(Cause.PLANNED_MAINTENANCE, Cause.CONFIGURATION_CHANGE);
  }

  /** All that the other instance had goes 20 min after the work: what its lines say decides. */
  @ParameterizedTest
  @CsvSource({
    "PEER_SILENT, PLANNED_MAINTENANCE, 1",
    "REMOTELY_TRIGGERED, INSTANCE_FAILOVER, 2",
    "PEER_RESTARTED, PEER_RESTARTED, 4",
    "AUTHENTICATION, IKE_AUTHENTICATION, 4",
    "POLICY_MISMATCH, IKE_POLICY_MISMATCH, 4",
    "TRAFFIC_SELECTORS, IKE_TRAFFIC_SELECTORS, 4"
  })
  void strokeOnTheOtherInstanceIsOfTheWorkUnlessThePeersDidIt(
      Reason reason, Cause expected, int incidents) {
    weu.maintenance(Optional.of(IN_0));
    for (var peer : PEERS) {
      weu.after("10S").down(IN_0, peer, Reason.NOT_STATED).after("60S").up(IN_0, peer);
      weu.after("20M").down(IN_1, peer, reason);
    }

    assertThat(causes(weu, "30M"))
        .hasSize(incidents)
        .contains(Cause.PLANNED_MAINTENANCE)
        .contains(expected);
  }

  @ParameterizedTest
  @CsvSource({"true, PLANNED_MAINTENANCE", "false, CONFIGURATION_CHANGE"})
  void workOrAChangeThatTakesAllOfTheGatewayIsNoOutageOfIt(boolean work, Cause expected) {
    recorded(work);
    for (var peer : PEERS) {
      weu.after("10S").down(IN_0, peer, Reason.NOT_STATED).down(IN_1, peer, Reason.NOT_STATED);
    }

    assertThat(causes(weu, "30M")).containsExactly(expected);
  }

  @Test
  void changeOfTheGatewayThatTakesAllOfOneInstanceIsNoFailover() {
    weu.changed(ConfigurationScope.GATEWAY, Optional.empty());
    PEERS.forEach(peer -> weu.after("10S").down(IN_0, peer, Reason.NOT_STATED));

    assertThat(causes(weu, "30M")).containsExactly(Cause.CONFIGURATION_CHANGE);
  }

  @Test
  void connectionThatIsChangedWhileAnInstanceHandsOverIsNoPartOfTheFailover() {
    weu.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    PEERS.forEach(peer -> weu.after("10S").down(IN_0, peer, Reason.NOT_STATED));

    assertThat(causes(weu, "30M"))
        .containsExactlyInAnyOrder(Cause.CONFIGURATION_CHANGE, Cause.INSTANCE_FAILOVER);
  }

  @Test
  void changeOfTheGatewayThatTakesBothDevicesOfASiteIsNotTheSites() {
    var oslo =
        Story.at(
            Cast.topology(
                WEU, false, Cast.to("oslo", OSLO_1), Cast.to("oslo", OSLO_2), Cast.toParis()));
    oslo.changed(ConfigurationScope.GATEWAY, Optional.empty());
    oslo.after("5S").down(IN_0, OSLO_1, Reason.NOT_STATED).down(IN_0, OSLO_2, Reason.NOT_STATED);

    assertThat(causes(oslo, "30M")).containsExactly(Cause.CONFIGURATION_CHANGE);
  }

  @Test
  void lineThatComesAndGoesForTwoMinutesAfterItsChangeIsOfTheChange() {
    weu.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    comesAndGoes(20);

    assertThat(causes(weu, "1H")).containsExactly(Cause.CONFIGURATION_CHANGE);
  }

  @Test
  void lineThatGoesOnToComeAndGoAfterItsChangeIsUnstableByItself() {
    weu.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    comesAndGoes(100);

    assertThat(causes(weu, "1H"))
        .containsExactlyInAnyOrder(Cause.CONFIGURATION_CHANGE, Cause.PATH_UNSTABLE);
  }

  /** Records explain losses of tunnels; these stay. */
  @Test
  void sessionAndRoutesThatAloneGoBesideWorkAndAChangeAreFaultsOfTheirOwn() {
    weu.maintenance(Optional.empty());
    weu.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    weu.after("5S").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");
    weu.after("60S").bgpDown(IN_0, PARIS_BGP);

    assertThat(causes(weu, "30M"))
        .containsExactlyInAnyOrder(Cause.ROUTES_WITHDRAWN, Cause.BGP_SESSION_LOST);
  }

  /** Maintenance takes tunnels; a changed connection may also be refused while its SA lasts. */
  @ParameterizedTest
  @CsvSource({"true, IKE_AUTHENTICATION", "false, CONFIGURATION_CHANGE"})
  void negotiationsThatAloneFailBesideARecordAreOfTheChangeOnly(boolean work, Cause expected) {
    if (work) {
      weu.maintenance(Optional.empty());
    } else {
      weu.changed(ConfigurationScope.CONNECTION, Optional.of("to-paris"));
    }
    for (int i = 1; i < 6; i++) {
      weu.after(20 * i + "S").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    }

    assertThat(causes(weu, "30M")).containsExactly(expected);
  }

  private void comesAndGoes(int every) {
    for (int i = 0; i < 5; i++) {
      weu.after(every * i + 5 + "S").down(IN_0, PARIS, Reason.NOT_STATED);
      weu.after(every * i + 15 + "S").up(IN_0, PARIS);
    }
  }

  private void recorded(boolean work) {
    if (work) {
      weu.maintenance(Optional.empty());
    } else {
      weu.changed(ConfigurationScope.GATEWAY, Optional.empty());
    }
  }

  private static List<Cause> causes(Story story, String after) {
    return story.incidentsAfter(after).stream()
        .map(incident -> incident.judgement().cause())
        .toList();
  }
}
