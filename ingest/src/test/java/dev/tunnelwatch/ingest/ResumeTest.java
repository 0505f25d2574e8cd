package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.SourceCoverage.Gap;
import dev.tunnelwatch.model.SourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ResumeTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant HOUR_AGO = NOW.minusSeconds(3_600);
  private static final Instant LONG_AGO = NOW.minusSeconds(3_601);
  private static final HubPartition HUB = new HubPartition(new SourceId("hub", "3"), CREATED);
  private static final StartAt EARLIEST = new StartAt.Earliest();

  @Test
  void goesOnBehindTheStoredPosition() {
    var resume = Resume.decide(HUB, begun(EARLIEST), at(41), holds(0, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(41));
    assertThat(resume.notice()).isEmpty();
  }

  @Test
  void aStoredPositionOutweighsEveryWishWhereToBegin() {
    var resume = Resume.decide(HUB, begun(new StartAt.Latest()), at(41), holds(0, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(41));
  }

  @Test
  void beginsAtTheOldestEventStillHeld() {
    var resume = Resume.decide(HUB, begun(EARLIEST), Optional.empty(), holds(20, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(19));
    assertThat(resume.progress().map(Progress::sequence)).contains(19L);
  }

  @Test
  void beginsBehindTheNewestEventAndRemembersWhere() {
    var resume =
        Resume.decide(HUB, begun(new StartAt.Latest()), Optional.empty(), holds(20, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(90));
    assertThat(resume.progress().map(Progress::sequence)).contains(90L);
  }

  @Test
  void beginsAtATime() {
    var from = new StartAt.From(NOW.minusSeconds(60));

    var resume = Resume.decide(HUB, begun(from), Optional.empty(), holds(20, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.Enqueued(NOW.minusSeconds(60)));
    assertThat(resume.progress()).isEmpty();
  }

  @Test
  void aTimeToComeIsBehindEverythingHeld() {
    var from = new StartAt.From(NOW.plusSeconds(60));

    var resume = Resume.decide(HUB, begun(from), Optional.empty(), holds(20, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(90));
  }

  @Test
  void aNewIncarnationStartsAtEarliestLoudly() {
    var anew = new HubPartition(HUB.id(), NOW);

    var resume = Resume.decide(anew, begun(new StartAt.Latest()), at(41), holds(0, 5), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(-1));
    assertThat(resume.notice()).contains(new Resume.Notice.NewIncarnation(CREATED));
    assertThat(resume.progress().orElseThrow().position().incarnation()).isEqualTo(NOW);
  }

  @Test
  void numbersThatWentBackStartAtEarliestLoudly() {
    var resume = Resume.decide(HUB, begun(EARLIEST), at(41), holds(0, 5), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(-1));
    assertThat(resume.notice()).contains(new Resume.Notice.WentBack(41, 5));
  }

  @Test
  void whatRetentionDroppedBeforeItWasReadIsAGapEvenIfNothingFollows() {
    var emptied = new PartitionState(91, 90, NOW, true);

    var resume = Resume.decide(HUB, begun(EARLIEST), at(41), emptied, NOW);

    var gap = new Gap(42, 90, NOW);
    assertThat(resume.notice()).contains(new Resume.Notice.Overtaken(gap));
    assertThat(resume.progress().orElseThrow().coverage().gaps()).containsExactly(gap);
    assertThat(resume.from()).isEqualTo(new ReadFrom.After(90));
  }

  @Test
  void whatWasLeftBeginsWithTheOthersHoweverLateItIsComeTo() {
    var began = Beginning.of(new StartAt.Latest(), Set.of("3"), HOUR_AGO, Duration.ofSeconds(1));

    var resume = Resume.decide(HUB, began.start("3"), Optional.empty(), holds(0, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.Enqueued(HOUR_AGO.minusSeconds(1)));
    assertThat(resume.notice()).isEmpty();
  }

  @Test
  void whatTheHubMayHaveDroppedOfItMeanwhileIsTold() {
    var began = Beginning.of(EARLIEST, Set.of("3"), LONG_AGO, Duration.ofSeconds(1));

    var resume = Resume.decide(HUB, began.start("3"), Optional.empty(), holds(20, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(19));
    assertThat(resume.notice()).contains(new Resume.Notice.LeftLong(LONG_AGO, 19));
    assertThat(resume.progress().orElseThrow().coverage().gaps()).isEmpty();
  }

  /** Every hub that was read for longer than it keeps events has dropped some. */
  @Test
  void aFirstStartWhosePartitionAnsweredLateMissesNothing() {
    var answered = NOW.plusSeconds(3_600);

    var resume = Resume.decide(HUB, begun(EARLIEST), Optional.empty(), holds(20, 90), answered);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(19));
    assertThat(resume.notice()).isEmpty();
  }

  /** Nothing of what was wanted was there to be dropped. */
  @Test
  void whatIsOlderThanTheBeginningIsNotMissed() {
    var began = Beginning.of(new StartAt.Latest(), Set.of("3"), NOW, Duration.ofSeconds(1));
    var old = new PartitionState(20, 90, NOW.minusSeconds(60), false);

    var resume =
        Resume.decide(HUB, began.start("3"), Optional.empty(), old, NOW.plusSeconds(3_600));

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(90));
    assertThat(resume.notice()).isEmpty();
  }

  @Test
  void whatWasAddedIsReadWholeAndWhatIsNoMoreOfItIsAGap() {
    var began = Beginning.of(new StartAt.Latest(), Set.of("0", "1"), HOUR_AGO, Duration.ZERO);

    var resume = Resume.decide(HUB, began.start("3"), Optional.empty(), holds(20, 90), NOW);

    var gap = new Gap(0, 19, NOW);
    assertThat(resume.from()).isEqualTo(new ReadFrom.After(19));
    assertThat(resume.notice()).contains(new Resume.Notice.Overtaken(gap));
    assertThat(resume.progress().orElseThrow().beginning()).isEqualTo(began);
  }

  /** Positions of an earlier version: whether it was there then, nobody knows. */
  @Test
  void whereTheBeginningWasNotToldItIsReadFromTheOldestEvent() {
    var start = Beginning.NOT_TOLD.start("3");

    var resume = Resume.decide(HUB, start, Optional.empty(), holds(20, 90), NOW);

    assertThat(resume.from()).isEqualTo(new ReadFrom.After(19));
    assertThat(resume.notice()).contains(new Resume.Notice.LeftLong(Instant.EPOCH, 19));
  }

  /** The hub did not answer for so long: its other partitions are being read. */
  @Test
  void latestIsNotPutOffUntilTheHubAnswers() {
    var start = begun(new StartAt.Latest());

    var resume = Resume.decide(HUB, start, Optional.empty(), holds(0, 90), NOW.plusSeconds(3_600));

    assertThat(resume.from()).isEqualTo(new ReadFrom.Enqueued(NOW.minusSeconds(1)));
  }

  private static Start begun(StartAt startAt) {
    return new Start.Configured(
        startAt, Beginning.of(startAt, Set.of("3"), NOW, Duration.ofSeconds(1)));
  }

  private static Optional<Progress> at(long sequence) {
    return Optional.of(Progress.behind(HUB, sequence, 3));
  }

  private static PartitionState holds(long first, long last) {
    return new PartitionState(first, last, NOW, false);
  }
}
