package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final String THREAD = "tw.correlator-StreamThread-1-consumer";
  private static final String WORKER = "tw.correlator-StreamThread-1";
  private static final String STATE = "tw.correlator-evidence-changelog-3";
  private static final Vitals.Restoring WHOLE = new Vitals.Restoring(true, 0, Map.of());

  private final Watchdog watchdog = new Watchdog(3, 5);
  private Optional<String> found = Optional.empty();

  @Test
  void aThreadThatDoesNotComeBackIsNamed() {
    look(2, hanging(1));
    assertThat(found).isEmpty();
    look(1, hanging(1));

    assertThat(found.orElseThrow()).contains(THREAD).contains("13 s");
  }

  @Test
  void aThreadThatComesBackInTimeIsForgiven() {
    look(2, hanging(1));
    look(1, working(2));
    look(2, hanging(3));

    assertThat(found).isEmpty();
  }

  @Test
  void workWithoutACommitIsFound() {
    look(5, working(7));
    assertThat(found).isEmpty(); // the first look saw it for the first time
    look(1, working(7));

    assertThat(found.orElseThrow())
        .contains("nothing was committed by " + WORKER + " or restored for 5 s");
  }

  @Test
  void whoCommitsNothingDoesNotHideBehindWhoDoes() {
    for (double commits = 0; commits < 6; commits++) {
      assertThat(found).isEmpty();
      look(1, new Vitals(Set.of(), Map.of(WORKER, 7.0, "another", commits), WHOLE));
    }

    assertThat(found.orElseThrow()).contains(WORKER);
  }

  @Test
  void aThreadThatWasReplacedCountsCommitsAnewAndThatIsASignOfLife() {
    look(5, working(7));
    look(5, working(2));

    assertThat(found).isEmpty();
  }

  @Test
  void whoRestoresCommitsNothingAndIsAlive() {
    for (int restored = 0; restored < 20; restored++) {
      look(1, restoring(0, restored * 1_000L, Map.of(STATE, restored * 1_000L)));
      assertThat(found).isEmpty();
    }
  }

  @Test
  void oneStateThatStandsStillIsNamedThoughOthersMove() {
    for (int i = 0; i < 6; i++) {
      assertThat(found).isEmpty();
      look(1, restoring(i, i * 100L, Map.of(STATE, 41L, "another", i * 100L)));
    }

    assertThat(found.orElseThrow()).contains(STATE).contains("41").contains("5 s");
  }

  /** What is restored from the beginning again and again reads, and gets nowhere. */
  @Test
  void stateThatIsReadAgainAndAgainIsFound() {
    for (int i = 0; i < 6; i++) {
      assertThat(found).isEmpty();
      look(1, restoring(i, i * 5_000L, Map.of(STATE, 5_000L)));
    }

    assertThat(found).isPresent();
  }

  @Test
  void aTaskThatWaitsThoughNothingIsRestoredIsFoundBesideOnesThatCommit() {
    for (int i = 0; i < 5; i++) {
      assertThat(found).isEmpty();
      look(1, restoring(i, 0, Map.of()));
    }

    assertThat(found.orElseThrow()).contains("waited for its state for 5 s");
  }

  @Test
  void stateThatIsReadyIsForgiven() {
    for (int i = 0; i < 5; i++) {
      look(1, restoring(i, 100, Map.of(STATE, 41L)));
    }
    assertThat(watchdog.suspects()).isTrue();
    look(1, working(7));
    look(4, restoring(8, 100, Map.of(STATE, 41L)));

    assertThat(found).isEmpty();
  }

  @Test
  void whoHasNoPartitionHasNothingToCommit() {
    look(20, new Vitals(Set.of(), Map.of(), WHOLE));

    assertThat(found).isEmpty();
  }

  @Test
  void whatHappenedWhileKafkaWasAwayDoesNotCount() {
    look(6, working(7));
    assertThat(found).isPresent();
    watchdog.forgive();
    look(4, working(7));

    assertThat(found).isEmpty();
  }

  @Test
  void itAsksLongBeforeItEnds() {
    look(1, working(7));
    assertThat(watchdog.suspects()).isFalse();
    look(1, working(7));
    assertThat(watchdog.suspects()).isTrue();
    assertThat(found).isEmpty();

    watchdog.forgive();

    assertThat(watchdog.suspects()).isFalse();
  }

  private void look(int times, Vitals vitals) {
    for (int i = 0; i < times; i++) {
      found = watchdog.look(vitals);
    }
  }

  private static Vitals hanging(double commits) {
    return new Vitals(Set.of(THREAD), Map.of(WORKER, commits), WHOLE);
  }

  private static Vitals working(double commits) {
    return new Vitals(Set.of(), Map.of(WORKER, commits), WHOLE);
  }

  private static Vitals restoring(double commits, long entries, Map<String, Long> reached) {
    return new Vitals(
        Set.of(), Map.of(WORKER, commits), new Vitals.Restoring(false, entries, reached));
  }
}
