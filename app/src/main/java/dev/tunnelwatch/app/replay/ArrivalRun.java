package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.alerts.Send;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.records.BodyReader;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.RecordReader;
import dev.tunnelwatch.records.RejectLine;
import dev.tunnelwatch.records.Repair;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A replay that reads an export, then lives it through in the order of arrival. */
public final class ArrivalRun {

  private final RecordReader records = new RecordReader(Pseudonyms.redacted());
  private final Arrivals arrivals = new Arrivals();
  private final Excerpt excerpt;

  public ArrivalRun() {
    this(Repair.NONE, Optional.empty());
  }

  /**
   * Nothing read yet.
   *
   * @param understanding takes how far each record was understood, where that is asked for
   */
  ArrivalRun(Repair repair, Optional<Understanding> understanding) {
    excerpt =
        new Excerpt(new BodyReader(records, repair), arrivals, Optional.empty(), understanding);
  }

  void read(Chunk chunk) {
    excerpt.read(chunk);
  }

  /** Reads lines of the export form that are in no file. */
  public void read(List<byte[]> lines) {
    long number = 0;
    for (var line : lines) {
      number++;
      read(new Chunk("lines", number, line, true));
    }
  }

  /**
   * Lives through all that was read.
   *
   * @param until where time stops; empty: when all that is known has been told
   * @param receiver is told what receivers would have been told, when they would have been
   * @return what is true in the end: as of {@code until}, else of the last time that has company
   */
  public List<Incident> incidents(
      Inventory inventory, Optional<Instant> until, Consumer<Send> receiver) {
    return incidents(inventory, until, receiver, (_, _, _) -> {});
  }

  /** The same, watched. */
  List<Incident> incidents(
      Inventory inventory,
      Optional<Instant> until,
      Consumer<Send> receiver,
      ArrivalReplay.Watcher watcher) {
    var replay = new ArrivalReplay(inventory, receiver, watcher);
    replay.live(arrivals.inOrder(), until);
    counts().withoutZone(records.withoutZone());
    return until.or(() -> asOf().map(AsOf::at)).map(replay::incidents).orElse(List.of());
  }

  /** What all that was read takes for now. */
  Optional<AsOf> asOf() {
    return excerpt.lastTime().get();
  }

  Counts counts() {
    return excerpt.counts();
  }

  List<RejectLine> rejects() {
    return excerpt.rejects();
  }
}
