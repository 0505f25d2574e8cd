package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Incident;
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
