package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.records.BodySplitter;
import dev.tunnelwatch.records.Element;
import dev.tunnelwatch.records.ExportLine;
import dev.tunnelwatch.records.Reading;
import dev.tunnelwatch.records.RecordReader;
import dev.tunnelwatch.records.RejectLine;
import dev.tunnelwatch.records.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What was found in some chunks of an archive: read by one thread, beside others. The evidence goes
 * to the {@link Keeper} they share; what is counted stays here until it is added up.
 */
final class Excerpt {

  /** Rule 8. */
  private static final Duration LATE = Duration.ofMinutes(30);

  /** Of a chunk that is not whole: enough to know it by. */
  private static final int HEAD = 1_000;

  private final RecordReader reader;
  private final Keeper keeper;
  private final Optional<Instant> until;
  private final Counts counts = new Counts();
  private final LastTime lastTime = new LastTime();
  private final List<RejectLine> rejects = new ArrayList<>();

  /**
   * Nothing read yet.
   *
   * @param until the end of the replay: what happened later is counted, and no evidence
   */
  Excerpt(RecordReader reader, Keeper keeper, Optional<Instant> until) {
    this.reader = reader;
    this.keeper = keeper;
    this.until = until;
  }

  void read(Chunk chunk) {
    if (!chunk.whole()) {
      counts.element();
      boolean cut = chunk.bytes().length > ArchiveReader.MAX_CHUNK;
      var head = Arrays.copyOf(chunk.bytes(), Math.min(chunk.bytes().length, HEAD));
      reject(cut ? RejectReason.TOO_LARGE : RejectReason.TRUNCATED, chunk.source(0), head);
      return;
    }
    var exported = ExportLine.parse(chunk.bytes());
    if (exported.isPresent()) {
      counts.element();
      read(exported.get().recordBytes(), exported.get().origin());
    } else {
      BodySplitter.split(chunk.bytes()).forEach(element -> read(element, chunk));
    }
  }

  private void read(Element element, Chunk chunk) {
    counts.element();
    switch (element) {
      case Element.Rec rec ->
          read(rec.bytes(), new Origin(chunk.source(rec.index()), Optional.empty()));
      case Element.Foreign _ -> counts.foreign();
      case Element.Broken broken ->
          reject(broken.reason(), chunk.source(broken.index()), broken.bytes());
    }
  }

  private void read(byte[] record, Origin origin) {
    switch (reader.read(record, origin)) {
      case Reading.Event(var event) -> keep(event, origin);
      case Reading.Routine(var presence) -> keep(presence, origin);
      case Reading.Foreign _ -> counts.foreign();
      case Reading.Rejected(var reason, _) -> reject(reason, origin.source(), record);
    }
  }

  private void keep(GatewayEvent event, Origin origin) {
    boolean again = !keeper.isNew(event);
    if (event instanceof GatewayEvent.Unrecognised) {
      counts.unrecognised(again);
    } else {
      counts.event(isLate(event), again);
    }
    if (isBeforeEnd(event.at())) {
      lastTime.saw(event.at(), Gathering.hash(event));
      keeper.add(event, origin);
    }
  }

  private void keep(Presence presence, Origin origin) {
    counts.routine();
    if (isBeforeEnd(presence.at())) {
      lastTime.saw(presence.at(), hash(presence));
      keeper.add(presence, origin);
    }
  }

  private boolean isBeforeEnd(Instant at) {
    return until.isEmpty() || !at.isAfter(until.get());
  }

  private static long hash(Presence presence) {
    long hash = 31L * presence.at().hashCode() + presence.category().azureName().hashCode();
    return hash * 0x9E3779B97F4A7C15L + presence.gateway().hashCode();
  }

  private static boolean isLate(GatewayEvent event) {
    return event
        .evidence()
        .enqueuedAt()
        .filter(enqueued -> enqueued.isAfter(event.at().plus(LATE)))
        .isPresent();
  }

  private void reject(RejectReason reason, String source, byte[] bytes) {
    counts.rejected(reason);
    rejects.add(RejectLine.of(reason, source, bytes));
  }

  Counts counts() {
    return counts;
  }

  LastTime lastTime() {
    return lastTime;
  }

  /** In the order of the chunks. */
  List<RejectLine> rejects() {
    return rejects;
  }
}
