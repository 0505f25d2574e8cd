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
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Reason;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Revisions, page timing and the low watermark (rules 11, 35, 39 and 40). */
class PublishingTest {
  private final Story standby = Story.at(Cast.activeStandby(NEU));
  private final Story weu = Story.at(Cast.activeActive(WEU));

  @Test
  void firstRevisionIsOneAndTheSameAgainIsNone() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);
    var computed = standby.incidentsAfter("1M");

    var published = Revisions.next(List.of(), computed);

    assertThat(published).extracting(Incident::revision).containsExactly(1);
    assertThat(Revisions.next(published, computed)).isEmpty();
  }

  @Test
  void severityIsNewsAndEvidenceAloneIsNot() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);
    var published = Revisions.next(List.of(), standby.incidentsAfter("10S"));

    var confirmed = Revisions.next(published, standby.incidentsAfter("30S"));

    assertThat(confirmed).extracting(Incident::revision).containsExactly(2);
    standby.after("20S").down(IN_0, PARIS, Reason.PEER_SILENT);
    assertThat(Revisions.next(confirmed, standby.incidentsAfter("40S"))).isEmpty();
  }

  @Test
  void incidentWhoseEarlierLossArrivesLaterMovesToANewId() {
    weu.after("30S").down(IN_1, PARIS, Reason.PEER_SILENT);
    var published = Revisions.next(List.of(), weu.incidentsAfter("1M"));
    weu.after("0S").down(IN_0, PARIS, Reason.PEER_SILENT);

    var moved = Revisions.next(published, weu.incidentsAfter("1M"));

    var old = published.getFirst().id();
    var heir = weu.incidentAfter("1M").id();
    assertThat(moved)
        .satisfiesExactlyInAnyOrder(
            last -> {
              assertThat(last.id()).isEqualTo(old);
              assertThat(last.revision()).isEqualTo(2);
              assertThat(last.state()).isEqualTo(IncidentState.CLOSED);
              assertThat(last.lineage().mergedInto()).contains(heir);
            },
            first -> {
              assertThat(first.id()).isEqualTo(heir);
              assertThat(first.revision()).isEqualTo(1);
              assertThat(first.lineage().replaces()).containsExactly(old);
            });
    assertThat(Revisions.next(moved, weu.incidentsAfter("1M"))).isEmpty();
  }

  @Test
  void disprovedIncidentIsClosed() {
    standby.down(IN_0, TOKYO, Reason.PEER_SILENT);
    var published = Revisions.next(List.of(), standby.incidentsAfter("1M"));

    var last = Revisions.next(published, List.of());

    assertThat(last).extracting(Incident::state).containsExactly(IncidentState.CLOSED);
    assertThat(Revisions.next(last, List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0S, 60", "30S, 60", "90S, 120", "180S, 210", "10M, 210"})
  void pageIsDueAtLossAndConfirmAndClampedDelay(String delay, int seconds) {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);

    assertThat(due(standby, "2M", delay)).contains(Story.TEN.plusSeconds(seconds));
  }

  @Test
  void pageCountsFromTheLossOfTheSiteNotOfTheFirstPath() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("50S").down(IN_1, PARIS, Reason.PEER_SILENT);

    assertThat(due(weu, "5M", "60S")).contains(Story.TEN.plusSeconds(50 + 30 + 60));
  }

  @Test
  void blipHasNoPage() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);
    standby.after("20S").up(IN_0, PARIS);

    assertThat(due(standby, "2M", "60S")).isEmpty();
  }

  @Test
  void retryThatFailsAfterConfirmBringsThePageForward() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);
    standby.after("45S").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(due(standby, "2M", "3M")).contains(Story.TEN.plusSeconds(45));
  }

  @Test
  void anSaThatIsDeletedAfterConfirmIsNoSignThatTheTunnelIsStillDown() {
    standby.down(IN_0, PARIS, Reason.SETTING_CHANGED);
    standby.after("45S").deleted(IN_0, PARIS, Reason.SA_EXPIRED_OR_DELETED);

    assertThat(due(standby, "2M", "60S")).contains(Story.TEN.plusSeconds(30 + 60));
  }

  @Test
  void bgpThatWentTooBringsThePageForwardToTheConfirmation() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT).down(IN_1, PARIS, Reason.PEER_SILENT);
    weu.after("5S").bgpDown(IN_0, PARIS_BGP);

    assertThat(due(weu, "2M", "3M")).contains(Story.TEN.plusSeconds(30));
    assertThat(weu.incidentAfter("2M").judgement().severity()).isEqualTo(Severity.CRITICAL);
  }

  /**
   * The standby takes over after 75 s. Of three tunnels two are known to be lost, and one session:
   * the line of the third comes with that of the takeover.
   */
  @ParameterizedTest
  @CsvSource({"NOT_STATED", "PEER_SILENT"})
  void bgpOfAnActiveStandbyGatewayWentWithItsInstanceAndBringsNoPageForward(Reason why) {
    standby.up(IN_0, PARIS).up(IN_0, TOKYO).up(IN_0, LIMA).bgpUp(IN_0, PARIS_BGP);
    standby.after("1H").down(IN_0, PARIS, why).down(IN_0, TOKYO, why).bgpDown(IN_0, PARIS_BGP);

    var lost = Story.TEN.plusSeconds(3_600);
    assertThat(standby.incidentsAfter("1H68S"))
        .as("what could page by then")
        .filteredOn(incident -> incident.judgement().page())
        .isNotEmpty()
        .allSatisfy(
            incident ->
                assertThat(PageTiming.due(incident, Duration.ofSeconds(90)))
                    .contains(lost.plusSeconds(30 + 90)));

    standby.after("1H").down(IN_0, LIMA, why);
    standby.after("1H75S").up(IN_1, PARIS).up(IN_1, TOKYO).up(IN_1, LIMA).bgpUp(IN_1, PARIS_BGP);
    assertThat(standby.incidentAfter("1H83S").judgement())
        .isEqualTo(new Incident.Judgement(Severity.INFO, false, Cause.INSTANCE_FAILOVER));
  }

  /** It needs no session to say so: each attempt that fails after confirm does. */
  @Test
  void retryBringsThePageOfSuchAGatewayForwardAllTheSame() {
    standby.down(IN_0, PARIS, Reason.PEER_SILENT);
    standby.after("5S").bgpDown(IN_0, PARIS_BGP);
    standby.after("45S").refused(IN_0, PARIS, Reason.NEGOTIATION_TIMED_OUT);

    assertThat(due(standby, "2M", "3M")).contains(Story.TEN.plusSeconds(45));
  }

  @Test
  void whatWakesNobodyWaitsForTheRestOfItsFault() {
    weu.down(IN_0, PARIS, Reason.PEER_SILENT);
    weu.after("5S").bgpDown(IN_0, PARIS_BGP);

    assertThat(weu.incidentAfter("2M").judgement().severity()).isEqualTo(Severity.WARNING);
    assertThat(due(weu, "2M", "3M")).contains(Story.TEN.plusSeconds(30 + 180));
  }

  @Test
  void lowWatermarkIsTheLeastReadUpToWithoutTheStalled() {
    var now = Story.TEN;
    var sources =
        List.of(
            coverage("0", now.minusSeconds(5)),
            coverage("1", now.minusSeconds(90)),
            coverage("2", now.minusSeconds(900)));

    var low = LowWatermark.of(sources, source -> source.partition().equals("2"), now);

    assertThat(low).isEqualTo(now.minusSeconds(90));
    assertThat(LowWatermark.of(List.of(), _ -> false, now)).isEqualTo(now);
    assertThat(LowWatermark.of(List.of(coverage("0", now.plusSeconds(9))), _ -> false, now))
        .isEqualTo(now);
  }

  private static Optional<Instant> due(Story story, String asOf, String delay) {
    return PageTiming.due(story.incidentAfter(asOf), Duration.parse("PT" + delay));
  }

  private static SourceCoverage coverage(String partition, Instant readUpTo) {
    return new SourceCoverage(
        new SourceId("hub", partition), readUpTo, 7, Instant.EPOCH, List.of());
  }
}
