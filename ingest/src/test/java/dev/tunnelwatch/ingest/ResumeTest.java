package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.SourceCoverage.Gap;
import dev.tunnelwatch.model.SourceId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ResumeTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final HubPartition HUB = new HubPartition(new SourceId("hub", "3"), CREATED);
  private static final StartAt EARLIEST = new StartAt.Earliest();

  @Test
  void goesOnBehindTheStoredPosition() {
    var resume = Resume.decide(HUB, EARLIEST, at(41), holds(0, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(41));
    assertThat(resume.notice()).isEmpty();
  }

  @Test
  void aStoredPositionOutweighsEveryWishWhereToBegin() {
    var resume = Resume.decide(HUB, new StartAt.Latest(), at(41), holds(0, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(41));
  }

  @Test
  void beginsAtTheOldestEventStillHeld() {
    var resume = Resume.decide(HUB, EARLIEST, Optional.empty(), holds(20, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(19));
    assertThat(resume.progress().map(Progress::sequence)).contains(19L);
  }

  @Test
  void beginsBehindTheNewestEventAndRemembersWhere() {
    var resume = Resume.decide(HUB, new StartAt.Latest(), Optional.empty(), holds(20, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(90));
    assertThat(resume.progress().map(Progress::sequence)).contains(90L);
  }

  @Test
  void beginsAtATime() {
    var from = new StartAt.From(NOW.minusSeconds(60));

    var resume = Resume.decide(HUB, from, Optional.empty(), holds(20, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.Enqueued(NOW.minusSeconds(60)));
    assertThat(resume.progress()).isEmpty();
  }

  @Test
  void aTimeToComeIsBehindEverythingHeld() {
    var from = new StartAt.From(NOW.plusSeconds(60));

    var resume = Resume.decide(HUB, from, Optional.empty(), holds(20, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(90));
  }

  @Test
  void aNewIncarnationStartsAtEarliestLoudly() {
    var anew = new HubPartition(HUB.id(), NOW);

    var resume = Resume.decide(anew, new StartAt.Latest(), at(41), holds(0, 5), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(-1));
    assertThat(resume.notice()).contains(new Resume.Notice.NewIncarnation(CREATED));
    assertThat(resume.progress().orElseThrow().position().incarnation()).isEqualTo(NOW);
  }

  @Test
  void numbersThatWentBackStartAtEarliestLoudly() {
    var resume = Resume.decide(HUB, EARLIEST, at(41), holds(0, 5), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(-1));
    assertThat(resume.notice()).contains(new Resume.Notice.WentBack(41, 5));
  }

  @Test
  void whatRetentionDroppedBeforeItWasReadIsAGapEvenIfNothingFollows() {
    var emptied = new PartitionState(91, 90, NOW, true);

    var resume = Resume.decide(HUB, EARLIEST, at(41), emptied, NOW);

    var gap = new Gap(42, 90, NOW);
    assertThat(resume.notice()).contains(new Resume.Notice.Overtaken(gap));
    assertThat(resume.progress().orElseThrow().coverage().gaps()).containsExactly(gap);
    assertThat(resume.from()).isEqualTo(new ReadFrom.After(90));
  }

  private static Optional<Progress> at(long sequence) {
    return Optional.of(Progress.behind(HUB, sequence, 3));
  }

  private static PartitionState holds(long first, long last) {
    return new PartitionState(first, last, NOW, false);
  }
}
