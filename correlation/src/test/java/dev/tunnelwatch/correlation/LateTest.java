package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.OSLO_1;
import static dev.tunnelwatch.correlation.Cast.OSLO_2;
import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.Flag;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What comes late (rule 8). */
class LateTest {

  @Test
  void lateLineIsForTheTimelineOnceItsIncidentIsClosed() {
    var story = Story.at(Cast.activeActive(WEU)).down(IN_0, PARIS, Reason.PEER_SILENT);
    story.after("5M").up(IN_0, PARIS);
    story.after("1M").enqueued("31M").refused(IN_0, PARIS, Reason.AUTHENTICATION);

    var incident = story.incidentAfter("1H");

    assertThat(incident.judgement().cause()).isEqualTo(Cause.PEER_UNREACHABLE);
    assertThat(incident.flags()).isEmpty();
  }

  @Test
  void lingerBelongsToTheIncidentThatIsClosed() {
    var story = Story.at(Cast.activeActive(WEU)).down(IN_0, PARIS, Reason.PEER_SILENT);
    story.after("5M").up(IN_0, PARIS);
    story.enqueued("31M").after("15M").down(IN_0, PARIS, Reason.PEER_SILENT);
    var outside = Story.at(Cast.activeActive(WEU)).down(IN_0, PARIS, Reason.PEER_SILENT);
    outside.after("5M").up(IN_0, PARIS);
    outside.enqueued("31M").after("15M1S").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(story.incidentsAfter("2H")).hasSize(1);
    assertThat(outside.incidentsAfter("2H")).hasSize(2);
  }

  @Test
  void lateLineCountsWhileItsIncidentIsOpen() {
    var story = Story.at(Cast.activeActive(WEU)).down(IN_0, PARIS, Reason.PEER_SILENT);
    story.after("5M").enqueued("1H").up(IN_0, PARIS);

    var incident = story.incidentAfter("2H");

    assertThat(incident.span().endedAt()).contains(Story.TEN.plusSeconds(300));
    assertThat(incident.flags()).containsExactly(Flag.LATE_EVIDENCE);
  }

  @Test
  void lateLineOfAnotherTunnelCounts() {
    var story = Story.at(Cast.activeActive(WEU)).down(IN_0, PARIS, Reason.PEER_SILENT);
    story.after("5M").up(IN_0, PARIS);
    story.after("1M").enqueued("31M").down(IN_1, TOKYO, Reason.PEER_SILENT);

    assertThat(story.incidentsAfter("1H")).hasSize(2);
  }

  @Test
  void whatComesInOneMinuteExplainsItself() {
    var story =
        Story.at(Cast.activeActive(WEU)).enqueued("1H").down(IN_0, PARIS, Reason.NOT_STATED);
    story.after("5S").enqueued("59M55S").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    story.after("5M").enqueued("55M").up(IN_0, PARIS);

    assertThat(story.incidentAfter("2H").judgement().cause()).isEqualTo(Cause.IKE_AUTHENTICATION);
  }

  @Test
  void closedIsWhatWasClosedWhenTheLineCame() {
    var story = Story.at(Cast.activeActive(WEU)).down(IN_0, PARIS, Reason.PEER_SILENT);
    story.after("55M").up(IN_0, PARIS);
    story.after("1M").enqueued("1H").refused(IN_0, PARIS, Reason.AUTHENTICATION);

    var incident = story.incidentAfter("5H");

    assertThat(incident.judgement().cause()).isEqualTo(Cause.IKE_AUTHENTICATION);
  }

  /** A loss days later joins what was closed to what lasted; a cut may have let go of the line. */
  @Test
  void whatHappensAfterALateLineCameDoesNotJudgeIt() {
    var story = Story.at(Cast.activeActive(WEU)).enqueued("36H");
    story.down(IN_1, PARIS, Reason.NEGOTIATION_TIMED_OUT).down(IN_1, OSLO_1, Reason.AUTHENTICATION);
    story.after("2S").down(IN_1, OSLO_2, Reason.AUTHENTICATION);
    story.after("4S").down(IN_1, TOKYO, Reason.POLICY_MISMATCH);
    story.after("75S").up(IN_1, PARIS);
    story.enqueued("1M").after("6H").up(IN_1, PARIS);

    assertThat(lossOfParis(story, "48H").to()).contains(Story.TEN.plus(Duration.ofHours(6)));

    story.after("66H").up(IN_1, OSLO_1);
    story.after("66H2M").down(IN_1, OSLO_1, Reason.STANDBY_CHANGED);

    assertThat(lossOfParis(story, "67H").to()).contains(Story.TEN.plus(Duration.ofHours(6)));
  }

  private static Condition lossOfParis(Story story, String asOf) {
    return story.incidentsAfter(asOf).stream()
        .flatMap(incident -> incident.conditions().stream())
        .filter(condition -> condition.kind() == ConditionKind.TUNNEL_DOWN)
        .filter(condition -> condition.entity().endsWith(PARIS.text()))
        .findFirst()
        .orElseThrow();
  }

  /** A record that came in time is not pushed out by a repeat that came late. */
  @Test
  void lateRepeatsTakeNoPlaceFromThoseInTime() {
    var inTime = Story.at(WEU);
    for (int second = 10; second < 50; second++) {
      inTime.after(second + "S").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    }
    var kept = inTime.evidence().events();
    var late = Story.at(WEU).enqueued("1H");
    for (int second = 0; second < 60; second++) {
      late.after(second + "S").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    }
    var evidence = EvidenceSet.empty(WEU);
    late.events().forEach(evidence::add);
    inTime.events().forEach(evidence::add);

    assertThat(evidence.events()).containsAll(kept).hasSize(8);
  }

  /** What taught that the gateway is active-active came after the line that was judged. */
  @Test
  void whatACutHasLearnedJudgesNoLineThatCameBefore() {
    var story = Story.at(WEU).up(IN_1, PARIS);
    story.after("24H").down(IN_1, PARIS, Reason.PEER_SILENT);
    story.after("24H5M").up(IN_1, PARIS);
    story.enqueued("2H").after("24H1M").down(IN_0, PARIS, Reason.PEER_SILENT);
    story.enqueued("30H").after("1M").up(IN_0, PARIS);
    var engine = GatewayEngine.empty(WEU);
    story.events().forEach(engine::add);
    var before = incidents(engine);

    engine.cut(Optional.empty(), Story.TEN.plus(Duration.ofHours(40)));
    var restored = GatewayEngine.restored(engine.memory());
    var copy = Story.at(WEU).enqueued("119M").after("24H1M").down(IN_0, PARIS, Reason.PEER_SILENT);
    copy.events().forEach(restored::add); // for which the one that was judged goes

    assertThat(before).hasSize(1);
    assertThat(incidents(engine)).isEqualTo(before);
    assertThat(incidents(restored)).isEqualTo(before);
  }

  /** Else a flood of them would make what is carried too large to be kept. */
  @Test
  void ofLinesThatWereRefusedTheLatestAreRemembered() {
    var story = Story.at(WEU).up(IN_1, PARIS);
    story.after("24H").down(IN_1, PARIS, Reason.PEER_SILENT).after("24H50M").up(IN_1, PARIS);
    story.enqueued("3H");
    for (int second = 1; second <= 2_500; second++) {
      story.after("24H" + second + "S").down(IN_1, PARIS, Reason.AUTHENTICATION);
    }
    var engine = GatewayEngine.empty(WEU);
    story.events().forEach(engine::add);
    var before = incidents(engine);

    engine.cut(Optional.empty(), Story.TEN.plus(Duration.ofHours(40)));

    assertThat(engine.memory().carry().judged().refused()).hasSize(2_000);
    assertThat(engine.memory().events()).hasSize(2_003);
    assertThat(incidents(engine)).isEqualTo(before);
  }

  private static List<Incident> incidents(GatewayEngine engine) {
    return engine
        .incidents(Optional.empty(), Optional.empty(), Story.TEN.plus(Duration.ofHours(46)))
        .incidents()
        .stream()
        .map(GatewayIncident::incident)
        .toList();
  }

  /** What was judged before stands after more was heard, and is what a fresh look gives. */
  @Test
  void judgementsAreRememberedOnlyWhileTheyHold() {
    var story = Story.at(Cast.activeActive(WEU)).down(IN_0, PARIS, Reason.PEER_SILENT);
    story.after("1M").enqueued("40M").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    story.after("5M").enqueued("1M").up(IN_0, PARIS);
    story.after("3H").down(IN_1, TOKYO, Reason.PEER_SILENT);
    var engine = GatewayEngine.empty(WEU);
    Instant asOf = Story.TEN.plus(Duration.ofHours(4));

    for (int heard = 1; heard <= story.events().size(); heard++) {
      engine.add(story.events().get(heard - 1));
      var fresh = EvidenceSet.empty(WEU);
      story.events().subList(0, heard).forEach(fresh::add);
      assertThat(engine.incidents(Optional.empty(), Optional.empty(), asOf))
          .isEqualTo(GatewayStage.incidents(WEU, fresh, Optional.empty(), Optional.empty(), asOf));
    }
  }
}
