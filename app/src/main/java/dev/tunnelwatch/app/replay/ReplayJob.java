package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.records.RejectJson;
import dev.tunnelwatch.records.RejectLine;
import dev.tunnelwatch.records.Repair;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a replay was asked to do, and its two ways to do it.
 *
 * @param until the end; empty for the last time that has company
 * @param understanding takes how far each record was understood, where that is asked for
 */
record ReplayJob(
    ArchiveFiles files,
    Repair repair,
    Inventory inventory,
    Optional<Instant> until,
    Outputs outputs,
    Progress progress,
    Optional<Understanding> understanding) {

  /**
   * What came of it.
   *
   * @param asOf what the log takes for now; empty where it holds no line of a gateway
   * @param uninvited told of a log that is concluded once: what is lived through is cut by then
   */
  record Result(
      List<Incident> incidents, Counts counts, Optional<AsOf> asOf, List<Uninvited> uninvited) {}

  /** Concludes once, from all that was read. */
  Result concluded() {
    try (var replay = new Replay(until, repair, this::reject, understanding)) {
      files.read(chunk -> replay.read(progress.of(chunk, replay.counts())), progress::fileDone);
      var incidents = replay.end().incidents(inventory, progress);
      return new Result(incidents, replay.counts(), replay.asOf(), replay.uninvited(inventory));
    }
  }

  /** Lives an export through in the order of its arrival. */
  Result lived() {
    var run = new ArrivalRun(repair, understanding);
    files.read(chunk -> run.read(progress.of(chunk, run.counts())), progress::fileDone);
    run.rejects().forEach(this::reject);
    var incidents =
        run.incidents(
            inventory, until, send -> write(outputs.pages(), PageLine.of(send)), progress::lived);
    return new Result(incidents, run.counts(), run.asOf(), List.of());
  }

  private void reject(RejectLine line) {
    try {
      outputs.rejects().write(RejectJson.write(line));
      outputs.rejects().write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(OutputStream to, String line) {
    try {
      Outputs.write(to, line + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
