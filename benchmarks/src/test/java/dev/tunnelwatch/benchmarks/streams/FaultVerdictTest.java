package dev.tunnelwatch.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.benchmarks.pages.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fault of the machine counts where it is known to have reached the process. */
final class FaultVerdictTest {
  private static final Instant NOW = Instant.parse("2026-11-27T17:00:00Z");
  private static final Duration AHEAD = Duration.ofSeconds(3_700);

  @TempDir Path directory;

  @Test
  void aDiskFailedAsOftenAsStraceMadeAnErrorOfAnAnswer() {
    assertThat(
            FailingDisk.answers(
                List.of(
                    "4711 fdatasync(45)                = -1 EIO (Input/output error) (INJECTED)",
                    "4712 fsync(46 <unfinished ...>",
                    "4711 fdatasync(45)                = 0",
                    "4712 <... fsync resumed>)         = -1 EIO (Input/output error) (INJECTED)",
                    "4713 fsync(7)                     = -1 EIO (Input/output error)",
                    "4713 +++ killed by SIGKILL +++")))
        .isEqualTo(2);
    assertThat(FailingDisk.answers(List.of())).isZero();
  }

  @Test
  void aFullDiskIsWhatTheLogSaysSinceItWasFull() throws IOException {
    var log = Files.writeString(directory.resolve("log"), "No space left on device, yesterday\n");
    long before = Files.size(log);
    Files.writeString(
        log,
        """
        No space left on device, yesterday
        17:40:01.002 ERROR o.a.k.s.p.i.StreamTask IO error: No space left on device: While appending
        ended: the disk is full (/state): make room there; its state is kept
        commits 12 working true
        """);

    var said = Said.since(log, before);

    assertThat(said.noSpace()).isEqualTo(2);
    assertThat(said.isLoud()).isTrue();
    assertThat(Said.since(log, Files.size(log)).noSpace()).isZero();
    assertThat(Said.since(log, Files.size(log)).isLoud()).isFalse();
    assertThat(Said.since(log, 2 * Files.size(log)).lines()).isEmpty();
  }

  @Test
  void aClockIsMovedWhereEveryLookAtItSaysSo() {
    var clock = new TimeOfDay(InstantSource.fixed(NOW));
    clock.hear("ready");
    assertThat(clock.looks(AHEAD)).isZero();

    clock.hear("clock " + NOW.plus(AHEAD));
    clock.hear("clock " + NOW.plus(AHEAD).minusSeconds(2));
    assertThat(clock.looks(AHEAD)).isEqualTo(2);
    assertThat(clock.looks(AHEAD.negated())).isZero();

    clock.hear("clock " + NOW);
    assertThat(clock.looks(AHEAD)).isZero();
  }

  @Test
  void whatDidNotArriveOrEndedWithoutAWordFails() {
    var trials =
        List.of(
            new Trial(Faults.Kind.DISK_FULL, Reaction.ENDED_LOUDLY, 3),
            new Trial(Faults.Kind.IO_ERROR, Reaction.WORKED, 0),
            new Trial(Faults.Kind.CLOCK_AHEAD, Reaction.ENDED_SILENTLY, 9));

    var outcome = StreamsFaultProof.verdict(trials).into(new ObjectMapper().createObjectNode());

    assertThat(Verdict.clean(outcome)).isFalse();
    assertThat(outcome.path("failures").valueStream().map(failure -> failure.asText()))
        .containsExactly(
            "io error did not reach the process, which shows nothing",
            "clock ahead: the process ended without a word");
    assertThat(
            Verdict.clean(
                StreamsFaultProof.verdict(trials.subList(0, 1))
                    .into(new ObjectMapper().createObjectNode())))
        .isTrue();
  }

  @Test
  void eachFaultHasItsShareOfTheRecords() {
    var plan = FaultPlan.mixed(4, 1_000, 7, Faults.Kind.MIX);
    assertThat(plan.kinds()).hasSize(4);
    assertThat(plan.toldWith(0)).isEqualTo(250);
    assertThat(plan.toldWith(3)).isEqualTo(1_000);
    assertThat(plan.fillsDisks()).isFalse();
    assertThat(FaultPlan.mixed(5, 1_000, 7, Faults.Kind.OF_THE_MACHINE).fillsDisks()).isTrue();
  }
}
