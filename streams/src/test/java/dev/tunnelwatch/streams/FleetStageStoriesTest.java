package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Lines.GW_JPE;
import static dev.tunnelwatch.streams.Lines.GW_WEU;
import static dev.tunnelwatch.streams.Lines.PARIS;
import static dev.tunnelwatch.streams.Lines.TOKYO;
import static dev.tunnelwatch.streams.Story.TEN;
import static dev.tunnelwatch.streams.Story.TOPICS;
import static dev.tunnelwatch.streams.Story.header;
import static dev.tunnelwatch.streams.Story.incident;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.correlation.Publication;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Severity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetStageStoriesTest {

  private static final Instant LOST = TEN.plusSeconds(5);

  @TempDir Path directory;
  private Story story;

  @BeforeEach
  void begin() {
    story = new Story(directory);
    story
        .readUpTo("hub/3", TEN.plus(Duration.ofDays(1))) // all that comes has been read
        .line(GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(3_600)));
  }

  @AfterEach
  void end() {
    story.close();
  }

  @Test
  void aLossIsPublishedUnderItsIdWithTheTimeItsPageIsDue() {
    story
        .wait(Duration.ofSeconds(45))
        .line(GW_WEU, Lines.disconnected(GW_WEU, "IN_0", PARIS, LOST, "DPD timed out"))
        .wait(Duration.ofMinutes(3));

    var record = story.output(TOPICS.incidents()).getLast();
    var incident = incident(record);
    assertThat(record.key()).isEqualTo(incident.id());
    assertThat(incident.state()).isEqualTo(IncidentState.OPEN);
    assertThat(incident.judgement().cause()).isEqualTo(Cause.PEER_UNREACHABLE);
    assertThat(incident.judgement().severity()).isEqualTo(Severity.CRITICAL);
    // Loss, 30 s to confirm, D of a source with few records: 90 s (rule 35).
    assertThat(header(record, Headers.PAGE_DUE)).isEqualTo(LOST.plusSeconds(120).toString());
    assertThat(
            story
                .meters
                .get("tunnelwatch.incidents.open")
                .tags("cause", "peer_unreachable", "severity", "critical")
                .gauge()
                .value())
        .isEqualTo(1);
  }

  @Test
  void aQuietGatewayIsAsLateAsTheSourceItsRecordsComeBy() {
    for (int i = 0; i < 200; i++) {
      story.line(GW_JPE, Lines.dpdAnswered(GW_JPE, "IN_0", TOKYO, TEN.minusSeconds(42)));
    }
    story
        .wait(Duration.ofSeconds(45))
        .line(GW_WEU, Lines.disconnected(GW_WEU, "IN_0", PARIS, LOST, "DPD timed out"))
        .wait(Duration.ofMinutes(3));

    // D is 45 s, known from the other gateway's 200 records.
    assertThat(header(story.output(TOPICS.incidents()).getLast(), Headers.PAGE_DUE))
        .isEqualTo(LOST.plusSeconds(75).toString());
  }

  @Test
  void anIncidentSettlesThoughNothingComesAnyMore() {
    story
        .wait(Duration.ofMinutes(2))
        .line(GW_WEU, Lines.disconnected(GW_WEU, "IN_0", PARIS, LOST, "DPD timed out"))
        .line(GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, LOST.plusSeconds(50)))
        .wait(Duration.ofMinutes(15));

    var states =
        story.output(TOPICS.incidents()).stream().map(record -> incident(record).state()).toList();
    assertThat(states).endsWith(IncidentState.RECOVERED, IncidentState.CLOSED);
  }

  @Test
  void revisionsAreNumberedWithoutGapsAndAtLeastASecondApart() {
    for (int i = 0; i < 20; i++) {
      story
          .line(
              GW_WEU,
              Lines.disconnected(GW_WEU, "IN_0", PARIS, LOST.plusSeconds(i * 20L), "DPD timed out"))
          .line(GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, LOST.plusSeconds(i * 20L + 9)))
          .wait(Duration.ofMillis(500));
    }
    story.wait(Duration.ofMinutes(30));

    var published = story.output(TOPICS.incidents());
    assertThat(published).isNotEmpty();
    var byId = published.stream().collect(Collectors.groupingBy(record -> record.key()));
    assertThat(byId.values())
        .allSatisfy(
            revisions -> {
              for (int i = 0; i < revisions.size(); i++) {
                assertThat(incident(revisions.get(i)).revision()).isEqualTo(i + 1);
              }
              for (int i = 1; i < revisions.size(); i++) {
                assertThat(
                        Duration.between(
                            revisions.get(i - 1).getRecordTime(), revisions.get(i).getRecordTime()))
                    .isGreaterThanOrEqualTo(Publication.SPACING);
              }
            });
  }

  @Test
  void aHealthyFleetGivesNothing() {
    for (int minute = 0; minute < 30; minute++) {
      story
          .line(GW_WEU, Lines.dpdAnswered(GW_WEU, "IN_0", PARIS, story.clock.instant()))
          .wait(Duration.ofMinutes(1));
    }

    assertThat(story.output(TOPICS.incidents())).isEmpty();
    assertThat(story.output(TOPICS.gatewayIncidents())).isEmpty();
  }
}
