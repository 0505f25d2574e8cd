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

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sessions and routes: of which fault they are, and when of their own (rules 19, 24 and 25). */
class RoutingTest {
  private static final List<IpAddress> PEERS = List.of(PARIS, TOKYO, LIMA);
  private final Story weu = Story.at(Cast.activeActive(WEU));
  private final Story standby = Story.at(Cast.activeStandby(NEU));

  /** Rule 25: by as long as it takes to notice that a peer is dead, 45 s by default (rule 23). */
  @ParameterizedTest
  @CsvSource({"45S, 1", "46S, 2"})
  void sessionMayFallBeforeItsTunnelsDeathIsNoticed(String loss, int incidents) {
    weu.bgpDown(IN_0, PARIS_BGP);
    weu.after(loss).down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(weu.incidentsAfter("30M")).hasSize(incidents);
  }

  /** Rule 23: clocks differ a little, so that an effect may stand before its cause, by 2 s. */
  @ParameterizedTest
  @CsvSource({"2S, 1", "3S, 2"})
  void routesMayBeGoneTwoSecondsBeforeTheirSession(String session, int incidents) {
    weu.routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");
    weu.after(session).bgpDown(IN_0, PARIS_BGP);

    assertThat(weu.incidentsAfter("10M")).hasSize(incidents);
  }

  @ParameterizedTest
  @CsvSource({"75S, 1", "76S, 2"})
  void speakerThatStopsIsOneFaultThoughEachSessionWaitsForItsOwnTimer(
      String second, int incidents) {
    weu.bgpDown(IN_0, PARIS_BGP);
    weu.after(second).bgpDown(IN_1, PARIS_BGP);

    assertThat(weu.incidentsAfter("30M")).hasSize(incidents);
  }

  @ParameterizedTest
  @CsvSource({"660S, 1", "661S, 2"})
  void sessionAndRoutesThatGoAgainWithinTenMinutesAreTheSameFault(String again, int incidents) {
    weu.bgpDown(IN_0, PARIS_BGP).after("60S").bgpUp(IN_0, PARIS_BGP);
    weu.after(again).bgpDown(IN_0, PARIS_BGP);
    standby.routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");
    standby.after("60S").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.52.0.0/16");
    standby.after(again).routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");

    assertThat(weu.incidentsAfter("30M")).hasSize(incidents);
    assertThat(standby.incidentsAfter("30M")).hasSize(incidents);
  }

  @Test
  void sessionOfTheOtherInstanceIsAnotherFault() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("60S").bgpDown(IN_1, PARIS_BGP);

    assertThat(causes(weu, "30M"))
        .containsExactlyInAnyOrder(Cause.PEER_UNREACHABLE, Cause.BGP_SESSION_LOST);
  }

  /** Rule 19: whose session it was nobody knows, and all that could be meant are of one fault. */
  @Test
  void sessionOfAnyOfThePeersOfOneFaultIsOfThatFault() {
    var learned = Story.at(WEU);
    for (var peer : PEERS) {
      learned.after("0S").up(IN_0, peer).up(IN_1, peer);
      learned.after("10M").down(IN_0, peer, Reason.NOT_STATED);
    }
    learned.after("12M").bgpDown(IN_0, PARIS_BGP);
    learned.after("721S").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");

    assertThat(causes(learned, "30M")).containsExactly(Cause.INSTANCE_FAILOVER);
  }

  /** Rule 19: it may be either's, and so belongs to none. */
  @Test
  void sessionOfAnyOfThePeersOfTwoFaultsIsNeithers() {
    var learned = Story.at(WEU);
    learned.down(IN_0, TOKYO, Reason.PEER_SILENT);
    learned.after("20S").down(IN_0, LIMA, Reason.AUTHENTICATION);
    learned.after("2M").bgpDown(IN_0, PARIS_BGP);

    assertThat(causes(learned, "30M"))
        .containsExactlyInAnyOrder(
            Cause.PEER_UNREACHABLE, Cause.IKE_AUTHENTICATION, Cause.BGP_SESSION_LOST);
  }

  /**
   * Rule 19: of two peers lost while it may have fallen the nearer one is as often the wrong one.
   */
  @Test
  void routesOfASessionThatMayBeOfAnyOfTwoPeersAreNeithers() {
    var learned = Story.at(WEU);
    learned.down(IN_0, PARIS, Reason.PEER_SILENT);
    learned.after("80S").down(IN_0, TOKYO, Reason.NOT_STATED).after("86S").up(IN_0, TOKYO);
    learned.after("137S").bgpDown(IN_0, PARIS_BGP);
    learned.after("139S").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");

    assertThat(learned.incidentsAfter("30M"))
        .filteredOn(incident -> incident.judgement().cause() == Cause.BGP_SESSION_LOST)
        .singleElement()
        .satisfies(incident -> assertThat(incident.scope().sites()).isEmpty());

    var withoutSession = Story.at(WEU);
    withoutSession.down(IN_0, PARIS, Reason.PEER_SILENT);
    withoutSession.after("80S").down(IN_0, TOKYO, Reason.NOT_STATED).after("86S").up(IN_0, TOKYO);
    withoutSession.after("139S").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");

    assertThat(withoutSession.incidentsAfter("30M"))
        .filteredOn(incident -> incident.judgement().cause() == Cause.ROUTES_WITHDRAWN)
        .singleElement()
        .satisfies(incident -> assertThat(incident.scope().sites()).isEmpty());
  }

  @Test
  void staticRouteIsNobodysWithdrawal() {
    weu.staticRoutes(RouteChange.WITHDRAWN, "10.52.0.0/16");

    assertThat(weu.incidentsAfter("30M")).isEmpty();

    weu.after("1M").bgpDown(IN_0, PARIS_BGP);

    assertThat(causes(weu, "30M")).containsExactly(Cause.BGP_SESSION_LOST);
  }

  @Test
  void routesWithdrawnAndAnnouncedInOneInstantAreThereThoughNobodyKnowsWhichCameFirst() {
    for (var change : List.of(RouteChange.ANNOUNCED, RouteChange.WITHDRAWN)) {
      standby.after("0S").routes(change, PARIS_BGP, "10.52.0.0/16");
    }

    var incident = standby.incidentAfter("10M");

    assertThat(incident.span().endedAt()).contains(Story.TEN);
    assertThat(incident.flags()).contains(Flag.AMBIGUOUS_ORDER);
  }

  /** Whichever line sorts first: those of one instant have no order of their own. */
  @Test
  void sessionThatFellAndCameUpInOneInstantIsUp() {
    for (var peer : List.of(PARIS_BGP, new IpAddress("10.52.0.2"), new IpAddress("10.52.0.3"))) {
      for (var on : Instance.values()) {
        var story = Story.at(WEU).bgpUp(on, peer).bgpDown(on, peer);

        var incident = story.incidentAfter("10M");

        assertThat(incident.span().endedAt()).contains(Story.TEN);
        assertThat(incident.flags()).contains(Flag.AMBIGUOUS_ORDER);
      }
    }
  }

  @Test
  void lossThatIsOverInTheInstantOfAnotherIsOver() {
    weu.bgpDown(IN_0, PARIS_BGP);
    weu.after("60S").bgpUp(IN_0, PARIS_BGP).bgpDown(IN_0, PARIS_BGP, "again");

    assertThat(weu.incidentAfter("10M").span().endedAt()).contains(Story.TEN.plusSeconds(60));
  }

  private static List<Cause> causes(Story story, String after) {
    return story.incidentsAfter(after).stream().map(RoutingTest::cause).toList();
  }

  private static Cause cause(Incident incident) {
    return incident.judgement().cause();
  }
}
