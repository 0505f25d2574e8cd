package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Lines.GW_WEU;
import static dev.tunnelwatch.streams.Lines.PARIS;
import static dev.tunnelwatch.streams.Story.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventMetricsTest {

  @TempDir Path directory;
  private Story story;

  @BeforeEach
  void begin() {
    story = new Story(directory);
  }

  @AfterEach
  void end() {
    story.close();
  }

  @Test
  void timeToTellIsSplitIntoAzuresDelayAndOurs() {
    story.readUpTo("hub/3", TEN.plus(Duration.ofHours(1)));
    var lost = TEN.minusSeconds(90); // and enqueued at ten
    story.line(GW_WEU, Lines.disconnected(GW_WEU, "IN_0", PARIS, lost, "DPD timed out"));
    story.wait(Duration.ofMinutes(30));

    assertThat(story.published()).hasSize(1);
    assertThat(detection("azure")).isEqualTo(90);
    assertThat(detection("ours")).isBetween(0.5, 5.0);
    assertThat(story.meters.get("tunnelwatch.detection").tag("part", "ours").timer().count())
        .as("the first revision only")
        .isEqualTo(1);
  }

  /** Its revisions begin anew, and whoever reads alerts was told of the fault long ago. */
  @Test
  void incidentThatGoesOnUnderAnotherIdIsNotFoundOnceMore() {
    story.readUpTo("hub/3", TEN.plus(Duration.ofHours(1)));
    story.line(GW_WEU, Lines.disconnected(GW_WEU, "IN_0", PARIS, TEN, "DPD timed out"));
    story.wait(Duration.ofMinutes(5));
    var first = List.copyOf(story.published().keySet()).getFirst();

    story.line(
        GW_WEU, Lines.disconnected(GW_WEU, "IN_1", PARIS, TEN.minusSeconds(1), "DPD timed out"));
    story.wait(Duration.ofMinutes(5));

    assertThat(story.published().values())
        .extracting(record -> Story.incident(record).lineage().replaces())
        .contains(List.of(first));
    assertThat(story.meters.get("tunnelwatch.detection").tag("part", "ours").timer().count())
        .isEqualTo(1);
    assertThat(detection("ours")).isLessThan(5);
  }

  @Test
  void recordIsLateByItsTimeOnTheWayToTheHub() {
    story.line(GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(1_801)));
    story.line(GW_WEU, Lines.connected(GW_WEU, "IN_0", PARIS, TEN.minusSeconds(1_800)));

    assertThat(story.meters.get("tunnelwatch.streams.late").counter().count()).isEqualTo(1);
  }

  @Test
  void negotiationsThatFailAreCountedByTheirReason() {
    story.line(GW_WEU, Lines.refused(GW_WEU, "IN_0", PARIS, TEN));

    assertThat(story.count("tunnelwatch.ike.failures", "reason", "authentication")).isEqualTo(1);
    assertThat(story.count("tunnelwatch.ike.failures", "reason", "policy_mismatch")).isZero();
  }

  @Test
  void whatBecomesOfSessionsIsCounted() {
    story
        .line(GW_WEU, Lines.p2s(GW_WEU, TEN, "[MSG] [default] [OVPN_12AB] Connection successful"))
        .line(GW_WEU, Lines.p2s(GW_WEU, TEN, "[MSG] [default] [OVPN_34CD] Connection failed"));

    assertThat(story.count("tunnelwatch.p2s.sessions", "outcome", "connected")).isEqualTo(1);
    assertThat(story.count("tunnelwatch.p2s.sessions", "outcome", "failed")).isEqualTo(1);
    assertThat(story.count("tunnelwatch.p2s.sessions", "outcome", "pool_exhausted")).isZero();
  }

  private double detection(String part) {
    return story
        .meters
        .get("tunnelwatch.detection")
        .tag("part", part)
        .timer()
        .totalTime(TimeUnit.SECONDS);
  }
}
