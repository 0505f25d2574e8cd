package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.PARIS_BGP;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayEvent.RouteChange;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Severity;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an instance of an active-standby gateway takes over from one that writes nothing (15). */
class TakeoverTest {
  private final Story standby = Story.at(Cast.activeStandby(WEU));

  /** Rule 19: there is one session with a peer, and the instance that took over has it. */
  @Test
  void sessionThatTheOtherInstanceTookOverIsBack() {
    var paris = bgpOnly();
    paris.up(IN_0, PARIS).bgpUp(IN_0, PARIS_BGP);
    paris.after("1H").down(IN_0, PARIS, Reason.STANDBY_CHANGED);
    paris.after("1H1S").bgpDown(IN_0, PARIS_BGP);
    paris.after("1H13S").up(IN_1, PARIS);
    paris.after("1H25S").bgpUp(IN_1, PARIS_BGP);

    var incident = paris.incidentAfter("4H");

    assertThat(incident.judgement())
        .isEqualTo(new Incident.Judgement(Severity.INFO, false, Cause.INSTANCE_FAILOVER));
    assertThat(incident.span().endedAt()).contains(Story.TEN.plus(Duration.parse("PT1H25S")));
  }

  /** The instance that gave it up may write so when the other one has it. */
  @ParameterizedTest
  @ValueSource(strings = {"1H25S", "1H31S", "1H210S"})
  void endOfASessionThatTheOtherInstanceHasIsNone(String ended) {
    var paris = bgpOnly();
    paris.up(IN_0, PARIS).bgpUp(IN_0, PARIS_BGP);
    paris.after("1H").down(IN_0, PARIS, Reason.STANDBY_CHANGED);
    paris.after("1H13S").up(IN_1, PARIS);
    paris.after("1H25S").bgpUp(IN_1, PARIS_BGP);
    paris.after(ended).bgpDown(IN_0, PARIS_BGP);

    var incident = paris.incidentAfter("4H");

    assertThat(incident.judgement())
        .isEqualTo(new Incident.Judgement(Severity.INFO, false, Cause.INSTANCE_FAILOVER));
    assertThat(incident.span().endedAt()).contains(Story.TEN.plus(Duration.parse("PT1H13S")));
  }

  /** It takes back what it learned as well, which the other one has learned by then. */
  @ParameterizedTest
  @ValueSource(strings = {"-2S", "0S", "2S", "60S"})
  void routesOfASessionThatTheOtherInstanceHasAreNotMissed(String later) {
    var paris = handedOn();
    takenBack(paris, later);

    var incident = paris.incidentAfter("4H");

    assertThat(incident.judgement())
        .isEqualTo(new Incident.Judgement(Severity.INFO, false, Cause.INSTANCE_FAILOVER));
    assertThat(incident.span().endedAt()).contains(Story.TEN.plus(Duration.parse("PT1H13S")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-3S", "61S"})
  void routesThatAreTakenBackAwayFromThatEndAreMissed(String later) {
    var paris = handedOn();
    takenBack(paris, later);

    assertThat(paris.incidentsAfter("4H"))
        .anySatisfy(
            missed -> {
              assertThat(missed.judgement().cause()).isEqualTo(Cause.ROUTES_WITHDRAWN);
              assertThat(missed.span().endedAt()).isEmpty();
            });
  }

  /** What another peer takes back at that time has nothing to do with it. */
  @Test
  void routesOfAnotherPeerAreMissed() {
    var paris = handedOn();
    var other = new IpAddress("10.52.0.9");
    paris.after("1H2M32S").routes(RouteChange.WITHDRAWN, other, "10.52.0.0/16");

    assertThat(paris.incidentsAfter("4H"))
        .anyMatch(missed -> missed.judgement().cause() == Cause.ROUTES_WITHDRAWN);
  }

  /** Each instance of an active-active gateway has its own session, and loses it. */
  @Test
  void routesOfAnActiveActiveGatewayAreMissedWithEitherSession() {
    var weu = Story.at(Cast.activeActive(WEU));
    weu.bgpUp(IN_1, PARIS_BGP).after("2M").bgpDown(IN_0, PARIS_BGP);
    weu.after("2M2S").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");

    assertThat(weu.incidentAfter("1H").conditions())
        .anyMatch(condition -> condition.kind() == ConditionKind.ROUTES_WITHDRAWN);
  }

  /** Other routes are gone all the time, so that what is said of routes is kept. */
  @Test
  void routesStayWithTheNewSessionThoughACutLetsGoOfBothSessions() {
    var topology = Cast.topology(WEU, false, Cast.toParisByBgpOnly());
    var paris = bgpOnly();
    paris.bgpUp(IN_0, PARIS_BGP);
    paris.after("30M").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.53.0.0/16");
    paris.after("1H25S").bgpUp(IN_1, PARIS_BGP);
    paris.after("1H2M30S").bgpDown(IN_0, PARIS_BGP);
    takenBack(paris, "2S");
    var engine = GatewayEngine.empty(WEU);
    paris.events().forEach(engine::add);
    engine.cut(Optional.of(topology), Story.TEN.plus(Duration.ofHours(100)));
    var later = Story.at(topology);
    later.after("200H").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.53.0.0/16");
    later.events().forEach(engine::add);

    assertThat(
            engine
                .incidents(
                    Optional.of(topology),
                    Optional.of("hash"),
                    Story.TEN.plus(Duration.ofHours(201)))
                .incidents())
        .singleElement()
        .satisfies(
            found ->
                assertThat(found.incident().span().endedAt())
                    .contains(Story.TEN.plus(Duration.ofHours(200))));
  }

  /** The new instance learned the routes over its session, two minutes before the old one's end. */
  private static Story handedOn() {
    var paris = bgpOnly();
    paris.up(IN_0, PARIS).bgpUp(IN_0, PARIS_BGP);
    paris.after("1H").down(IN_0, PARIS, Reason.STANDBY_CHANGED);
    paris.after("1H13S").up(IN_1, PARIS);
    paris.after("1H25S").bgpUp(IN_1, PARIS_BGP);
    paris.after("1H26S").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.52.0.0/16");
    paris.after("1H2M30S").bgpDown(IN_0, PARIS_BGP);
    return paris;
  }

  private static void takenBack(Story paris, String later) {
    paris
        .at(Story.TEN.plus(Duration.parse("PT1H2M30S")).plus(Duration.parse("PT" + later)))
        .routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");
  }

  @Test
  void sessionThatTheInstanceTookBackIsLostWithIt() {
    var paris = bgpOnly();
    paris.bgpUp(IN_1, PARIS_BGP);
    paris.after("60S").bgpUp(IN_0, PARIS_BGP);
    paris.after("90S").bgpDown(IN_0, PARIS_BGP);

    assertThat(paris.incidentAfter("1H").judgement().page()).isTrue();
  }

  /** Each instance of an active-active gateway has its own. */
  @Test
  void sessionOfAnActiveActiveGatewayIsNotBackWithTheOtherInstances() {
    var weu = Story.at(Cast.activeActive(WEU));
    weu.bgpDown(IN_0, PARIS_BGP).after("5S").bgpDown(IN_1, PARIS_BGP);
    weu.after("60S").bgpUp(IN_1, PARIS_BGP);

    assertThat(weu.incidentAfter("1H").span().endedAt()).isEmpty();
  }

  /** Rule 12: the record of its return was lost. Who announces routes has a session. */
  @Test
  void announcementTellsThatTheOnlySessionIsBack() {
    var paris = bgpOnly();
    paris.bgpDown(IN_0, PARIS_BGP);
    paris.after("2M").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.52.0.0/16");

    var incident = paris.incidentAfter("1H");

    assertThat(incident.span().endedAt()).contains(Story.TEN.plus(Duration.ofMinutes(2)));
    assertThat(incident.flags()).containsExactly(Flag.MISSING_RECOVERY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1S", "60S"})
  void announcementSoonAfterTheSessionFellMayHaveComeOverIt(String announced) {
    var paris = bgpOnly();
    paris.bgpDown(IN_0, PARIS_BGP);
    paris.after(announced).routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.52.0.0/16");

    assertThat(paris.incidentAfter("1H").judgement().page()).isTrue();
  }

  /** Soon all the same, where it was taken back since: only the next session can bring it again. */
  @Test
  void announcementOfWhatWentWithTheSessionTellsThatItIsBack() {
    var paris = fallen();
    paris.after("17S").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.52.0.0/16");

    var incident = paris.incidentAfter("1H");

    assertThat(incident.judgement().severity()).isEqualTo(Severity.INFO);
    assertThat(incident.span().endedAt()).contains(Story.TEN.plus(Duration.ofSeconds(17)));
    assertThat(incident.flags()).containsExactly(Flag.MISSING_RECOVERY);
  }

  /** The record of the tunnel's loss and that of the session's return are minutes late. */
  @Test
  void failoverOfWhichHalfIsOnItsWayPagesNobody() {
    var paris = fallen();
    paris.after("10S").up(IN_1, PARIS);
    paris.after("17S").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.52.0.0/16");

    assertThat(paris.incidentAfter("3M").judgement().page()).isFalse();

    paris.after("-2S").down(IN_0, PARIS, Reason.STANDBY_CHANGED);
    paris.after("16S").bgpUp(IN_1, PARIS_BGP);

    var told = paris.incidentAfter("1H");
    assertThat(told.judgement())
        .isEqualTo(new Incident.Judgement(Severity.INFO, false, Cause.INSTANCE_FAILOVER));
    assertThat(told.flags()).isEmpty();
  }

  @Test
  void otherRoutesSoonAfterTheSessionFellMayHaveComeOverIt() {
    var paris = fallen();
    paris.after("17S").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.53.0.0/16");

    assertThat(paris.incidentAfter("1H").judgement().page()).isTrue();
  }

  /** What was taken back before it fell the peer may have announced again before that, too. */
  @ParameterizedTest
  @ValueSource(strings = {"-1S", "0S"})
  void routesThatWereTakenBackBeforeTheSessionFellMayHaveComeOverIt(String withdrawn) {
    var paris = bgpOnly();
    paris.bgpDown(IN_0, PARIS_BGP);
    paris.after(withdrawn).routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");
    paris.after("17S").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.52.0.0/16");

    assertThat(paris.incidentAfter("1H").judgement().page()).isTrue();
  }

  /** It may have been that of the next session, too, and the announcement of the one before. */
  @ParameterizedTest
  @ValueSource(strings = {"17S", "18S", "60S"})
  void announcementWithAnotherEndSoonAfterItTellsNothing(String again) {
    var paris = fallen();
    paris.after("17S").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.52.0.0/16");
    paris.after(again).bgpDown(IN_1, PARIS_BGP);

    assertThat(paris.incidentAfter("1H").judgement().page()).isTrue();
  }

  /** The session is lost, and with it what was learned by it. */
  private static Story fallen() {
    var paris = bgpOnly();
    paris.bgpDown(IN_0, PARIS_BGP);
    paris.after("2S").routes(RouteChange.WITHDRAWN, PARIS_BGP, "10.52.0.0/16");
    return paris;
  }

  @Test
  void recordOfItsReturnIsBelievedBeforeTheAnnouncementsAroundIt() {
    var paris = bgpOnly();
    paris.bgpDown(IN_0, PARIS_BGP);
    paris.after("119S").routes(RouteChange.ANNOUNCED, PARIS_BGP, "10.52.0.0/16");
    paris.after("2M").bgpUp(IN_0, PARIS_BGP);

    var incident = paris.incidentAfter("1H");

    assertThat(incident.span().endedAt()).contains(Story.TEN.plus(Duration.ofMinutes(2)));
    assertThat(incident.flags()).isEmpty();
  }

  private static Story bgpOnly() {
    return Story.at(Cast.topology(WEU, false, Cast.toParisByBgpOnly()));
  }

  @Test
  void pathIsLostWithTheInstanceThatTookOverFromADeadOne() {
    deadAndTakenOver(standby);
    standby.after("4H").down(IN_1, PARIS, Reason.PEER_SILENT);

    var incident = standby.incidentAfter("4H5M");

    assertThat(incident.judgement())
        .isEqualTo(new Incident.Judgement(Severity.CRITICAL, true, Cause.PEER_UNREACHABLE));
    assertThat(incident.span().startedAt()).isEqualTo(Story.TEN.plus(Duration.ofHours(4)));
  }

  @Test
  void itIsSoInWhateverOrderTheLinesCome() {
    standby.after("4H").down(IN_1, PARIS, Reason.PEER_SILENT);
    standby.after("2H1M").up(IN_1, PARIS);
    standby.after("0S").up(IN_0, PARIS);

    assertThat(standby.incidentAfter("4H5M").judgement().page()).isTrue();
  }

  @Test
  void instanceThatShowsLifeAfterTheTakeoverIsNotDead() {
    deadAndTakenOver(standby);
    standby.after("2H2M").alive(IN_0, PARIS);
    standby.after("4H").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(standby.incidentsAfter("4H5M")).isEmpty();
  }

  @Test
  void lifeInTheMinuteOfTheTakeoverMayHaveBeenBeforeIt() {
    deadAndTakenOver(standby);
    standby.after("2H1M").alive(IN_0, PARIS);
    standby.after("4H").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(standby.incidentAfter("4H5M").judgement().page()).isTrue();
  }

  /** So it may where the minute that showed it ends as the other instance connects once more. */
  @Test
  void lifeInTheMinuteBeforeAnotherTakeoverMayHaveBeenBeforeIt() {
    deadAndTakenOver(standby);
    standby.after("2H2M30S").alive(IN_0, PARIS).down(IN_1, PARIS, Reason.PEER_SILENT);
    standby.after("2H3M").up(IN_1, PARIS);
    standby.after("4H").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(standby.incidentsAfter("4H5M")).anyMatch(i -> i.span().endedAt().isEmpty());
  }

  @Test
  void deadInstanceThatConnectsAgainBringsThePathBack() {
    deadAndTakenOver(standby);
    standby.after("4H").down(IN_1, PARIS, Reason.PEER_SILENT);
    standby.after("4H5M").up(IN_0, PARIS);

    var back = Story.TEN.plus(Duration.ofMinutes(245));
    assertThat(standby.incidentAfter("5H").span().endedAt()).contains(back);
  }

  /** One clock is ahead, or the disconnect is written when the peer has been silent for long. */
  @ParameterizedTest
  @ValueSource(strings = {"1S", "45S"})
  void takeoverWhoseDisconnectFollowsIsNoLoss(String later) {
    standby.up(IN_0, PARIS);
    standby.after("2H").up(IN_1, PARIS);
    standby
        .at(Story.TEN.plus(Duration.ofHours(2)).plus(Duration.parse("PT" + later)))
        .down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(standby.incidentsAfter("3H")).isEmpty();
  }

  /** Learned only from its logs a gateway may be active-active, and is where both stay up. */
  @Test
  void withoutAnInventoryTheOtherTunnelMayStand() {
    var learned = Story.at(WEU);
    deadAndTakenOver(learned);
    learned.after("4H").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(learned.incidentsAfter("4H5M")).noneMatch(i -> i.judgement().page());
  }

  @Test
  void takeoverIsRememberedBeyondACut() {
    var topology = Optional.of(Cast.activeStandby(WEU));
    deadAndTakenOver(standby);
    var engine = GatewayEngine.empty(WEU);
    standby.events().forEach(engine::add);
    engine.cut(topology, Story.TEN.plus(Duration.ofHours(100)));
    var later = Story.at(topology.get()).after("200H").down(IN_1, PARIS, Reason.PEER_SILENT);
    later.events().forEach(engine::add);

    assertThat(
            engine
                .incidents(topology, Optional.of("hash"), Story.TEN.plus(Duration.ofHours(201)))
                .incidents())
        .hasSize(1)
        .allMatch(found -> found.incident().judgement().page());
  }

  private static void deadAndTakenOver(Story story) {
    story.up(IN_0, PARIS);
    story.after("2H1M").up(IN_1, PARIS);
  }
}
