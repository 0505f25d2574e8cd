package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.PARIS;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static dev.tunnelwatch.model.Instance.IN_0;
import static dev.tunnelwatch.model.Instance.IN_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IpAddress;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.model.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is let go of, and what is not missed (rule 10). */
class HorizonTest {
  private static final Optional<GatewayTopology> KNOWN = Optional.of(Cast.activeActive(WEU));

  @Test
  void cutsLieOnTheHourAndWaitForWhatMayStillCome() {
    var ten = Story.TEN;

    assertThat(Horizon.cut(ten.plus(Duration.ofMinutes(30)))).isEqualTo(ten.minus(hours(38)));
    assertThat(Horizon.cut(ten.plus(Duration.ofMinutes(30)).minusNanos(1)))
        .isEqualTo(ten.minus(hours(39)));
    assertThat(Horizon.cut(Instant.MIN)).isEqualTo(Instant.MIN);
  }

  @Test
  void whatIsOverIsForgottenWithItsEvidence() {
    var story = Story.at(KNOWN.get()).down(IN_0, PARIS, Reason.PEER_SILENT);
    story.after("5M").up(IN_0, PARIS).alive(IN_0, PARIS);
    var engine = engine(story);

    engine.cut(KNOWN, Story.TEN.plus(hours(48)));

    assertThat(incidents(engine, hours(48))).isEmpty();
    assertThat(engine.memory().events()).hasSize(1); // the connect, from which its SA is as old
    assertThat(engine.memory().presence()).isEmpty();
  }

  @Test
  void openIncidentStaysAsItWas() {
    var story = Story.at(KNOWN.get());
    story.after("20S").refused(IN_0, PARIS, Reason.AUTHENTICATION);
    story.after("0S").down(IN_0, PARIS, Reason.PEER_SILENT);
    story.after("2S").bgpDown(IN_0, Cast.PARIS_BGP);
    story.after("2H").down(IN_1, TOKYO, Reason.PEER_SILENT);
    story.after("3H").up(IN_1, TOKYO);
    var engine = engine(story);
    var before = incidents(engine, hours(20)).stream().filter(HorizonTest::isOpen).toList();

    for (int day = 2; day <= 9; day++) {
      engine.cut(KNOWN, Story.TEN.plus(hours(24 * day)));
    }
    var after = incidents(engine, hours(20));

    assertThat(before).hasSize(1);
    assertThat(after).isEqualTo(before);
    assertThat(engine.memory().events()).hasSize(4); // tokyo's connect is one
  }

  /** Else a standby gateway would hide a loss until the cut let go of that line. */
  @Test
  void sessionOverATunnelThatWasNeverHeardOfTellsNothingOfIt() {
    var standby = Optional.of(Cast.activeStandby(WEU));
    var story = Story.at(standby.get()).bgpUp(IN_1, Cast.PARIS_BGP);
    story.after("42H").down(IN_0, PARIS, Reason.REMOTELY_TRIGGERED);
    var engine = engine(story);

    engine.cut(standby, Story.TEN.plus(hours(42)));
    story.after("42H9S").down(IN_1, PARIS, Reason.LOCALLY_TRIGGERED);
    story.events().forEach(engine::add);
    var whole = story.incidentsAfter("43H");

    assertThat(engine.memory().events()).hasSize(2);
    assertThat(whole).hasSize(1);
    assertThat(
            engine.incidents(standby, Optional.of("hash"), Story.TEN.plus(hours(43))).incidents())
        .extracting(found -> found.incident())
        .isEqualTo(whole);
  }

  /** Else it would seem up all the time, and the path of a standby gateway never lost. */
  @Test
  void removalOfATunnelThatIsLostAgainIsKeptWithThatLoss() {
    var standby = Optional.of(Cast.activeStandby(WEU));
    var story = Story.at(standby.get()).down(IN_0, PARIS, Reason.TUNNEL_REMOVED);
    story.after("58M").down(IN_1, PARIS, Reason.REMOTELY_TRIGGERED);
    story.after("64M").down(IN_0, PARIS, Reason.TUNNEL_REMOVED);
    var engine = engine(story);
    var before = engine.incidents(standby, Optional.of("hash"), Story.TEN.plus(hours(42)));

    engine.cut(standby, Story.TEN.plus(hours(42)));
    var after = engine.incidents(standby, Optional.of("hash"), Story.TEN.plus(hours(42)));

    assertThat(engine.memory().carry().cut()).isEqualTo(Story.TEN.plus(hours(3)));
    assertThat(before.incidents()).hasSize(2);
    assertThat(after.incidents()).hasSize(1).isSubsetOf(before.incidents());
  }

  @Test
  void negotiationsThatFailOnAndOnStayOneEpisode() {
    var story = Story.at(KNOWN.get()).down(IN_0, PARIS, Reason.PEER_SILENT);
    for (int i = 1; i < 72 * 12; i++) {
      story.at(Story.TEN.plusSeconds(300L * i)).refused(IN_0, PARIS, Reason.AUTHENTICATION);
    }
    var engine = engine(story);
    var before = incidents(engine, hours(71)).getFirst();

    engine.cut(KNOWN, Story.TEN.plus(hours(71)));
    var after = incidents(engine, hours(71)).getFirst();

    assertThat(after.conditions()).isEqualTo(before.conditions());
    assertThat(after.judgement().cause()).isEqualTo(Cause.IKE_AUTHENTICATION);
    assertThat(engine.memory().events()).hasSizeLessThan(550);
    assertThat(after.proof().total()).isLessThan(before.proof().total());
  }

  @Test
  void ofStrangersThatScanTheLatestAreRemembered() {
    var story = Story.at(WEU);
    for (int i = 0; i < 700; i++) {
      var other = new IpAddress("198.18.%d.%d".formatted(i / 250, i % 250));
      story.at(Story.TEN.plusSeconds(i)).refused(IN_0, other, Reason.AUTHENTICATION);
    }
    var engine = engine(story);

    engine.cut(Optional.empty(), Story.TEN.plus(hours(50)));
    var failing = engine.memory().carry().failing();

    assertThat(failing).hasSize(500);
    assertThat(failing.values()).contains(Story.TEN.plusSeconds(200), Story.TEN.plusSeconds(699));
    assertThat(failing.values()).doesNotContain(Story.TEN.plusSeconds(199));
  }

  @Test
  void flapPenaltyGoesOnOverACut() {
    var story = Story.at(KNOWN.get());
    for (int i = 0; i < 20; i++) {
      story.at(Story.TEN.plus(Duration.ofMinutes(16L * i))).down(IN_0, PARIS, Reason.PEER_SILENT);
      story.at(Story.TEN.plus(Duration.ofMinutes(16L * i + 1))).up(IN_0, PARIS);
    }
    var engine = engine(story);
    var late = Story.TEN.plus(hours(40));
    var whole = Flapping.merits(losses(engine), Carry.NONE);

    engine.cut(KNOWN, late);

    assertThat(engine.memory().carry().cut()).isEqualTo(Story.TEN.plus(hours(1)));
    assertThat(whole.firstEntry().getValue())
        .containsAllEntriesOf(
            Flapping.merits(losses(engine), engine.memory().carry()).firstEntry().getValue());
  }

  @Test
  void whatWasLearnedIsKept() {
    var story = Story.at(WEU).up(IN_0, PARIS).up(IN_1, PARIS);
    story.after("1H").down(IN_0, PARIS, Reason.PEER_SILENT);
    story.after("1H5M").up(IN_0, PARIS);
    story.after("60H").down(IN_1, PARIS, Reason.PEER_SILENT);
    var engine = engine(story);

    engine.cut(Optional.empty(), Story.TEN.plus(hours(60)));
    var found = engine.incidents(Optional.empty(), Optional.empty(), Story.TEN.plus(hours(61)));

    assertThat(engine.memory().carry().activeActiveSince())
        .contains(Story.TEN.plus(Duration.ofMinutes(5)));
    assertThat(found.incidents().getFirst().incident().redundancy().getFirst().expected())
        .isEqualTo(2);
  }

  @Test
  void whatComesAfterItsTimeWasCutIsNoEvidence() {
    var engine = GatewayEngine.empty(WEU);
    engine.cut(KNOWN, Story.TEN.plus(hours(48)));
    var story = Story.at(WEU).enqueued("35H").down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(engine.add(story.events().getFirst())).isFalse();
    assertThat(engine.add(story.alive(IN_0, PARIS).presences().getFirst())).isFalse();
    assertThat(engine.memory().events()).isEmpty();
  }

  private static Duration hours(int count) {
    return Duration.ofHours(count);
  }

  private static boolean isOpen(Incident incident) {
    return incident.span().endedAt().isEmpty();
  }

  private static GatewayEngine engine(Story story) {
    var engine = GatewayEngine.empty(WEU);
    story.events().forEach(engine::add);
    List<Presence> signs = story.presences();
    signs.forEach(engine::add);
    return engine;
  }

  private static List<Incident> incidents(GatewayEngine engine, Duration after) {
    return engine.incidents(KNOWN, Optional.of("hash"), Story.TEN.plus(after)).incidents().stream()
        .map(found -> found.incident())
        .toList();
  }

  private static List<Finding> losses(GatewayEngine engine) {
    var evidence = EvidenceSet.restored(engine.memory());
    return new Scene(evidence.said(KNOWN), KNOWN, new AsOf(Story.TEN.plus(hours(50)))).losses;
  }
}
