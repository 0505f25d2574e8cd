package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.correlation.EvidenceSet;
import dev.tunnelwatch.correlation.FleetStage;
import dev.tunnelwatch.correlation.GatewayStage;
import dev.tunnelwatch.correlation.Revisions;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Inventory;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.records.BodySplitter;
import dev.tunnelwatch.records.Element;
import dev.tunnelwatch.records.ExportLine;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.Reading;
import dev.tunnelwatch.records.RecordReader;
import dev.tunnelwatch.records.RejectLine;
import dev.tunnelwatch.records.RejectReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Gathers the evidence of an archive; then the incidents are a function of it (rule 1). */
final class Replay {

  /** Rule 8. */
  private static final Duration LATE = Duration.ofMinutes(30);

  /** Of a chunk that is not whole: enough to know it by. */
  private static final int HEAD = 1_000;

  private final RecordReader reader = new RecordReader(Pseudonyms.redacted());
  private final SortedMap<GatewayId, EvidenceSet> evidence = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private final LastTime lastTime = new LastTime();
  private final Counts counts = new Counts();
  private final Optional<Instant> until;
  private final Consumer<RejectLine> rejects;

  /**
   * Nothing read yet.
   *
   * @param until the end of the replay: what happened later is counted, and no evidence
   * @param rejects is handed every record that should have been understood and was not
   */
  Replay(Optional<Instant> until, Consumer<RejectLine> rejects) {
    this.until = until;
    this.rejects = rejects;
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
      case Reading.Event(var event) -> keep(event);
      case Reading.Routine(var presence) -> keep(presence);
      case Reading.Foreign _ -> counts.foreign();
      case Reading.Rejected(var reason, _) -> reject(reason, origin.source(), record);
    }
  }

  private void keep(GatewayEvent event) {
    var key = EvidenceSet.entryKey(event);
    boolean again = !seen.add(key);
    if (event instanceof GatewayEvent.Unrecognised) {
      counts.unrecognised(again);
    } else {
      counts.event(isLate(event), again);
    }
    if (isBeforeEnd(event.at())) {
      lastTime.saw(event.at(), key);
      var _ = of(event.gateway()).add(event);
    }
  }

  private void keep(Presence presence) {
    counts.routine();
    if (isBeforeEnd(presence.at())) {
      lastTime.saw(
          presence.at(), presence.gateway() + "|" + presence.category() + '|' + presence.at());
      var _ = of(presence.gateway()).add(presence);
    }
  }

  private boolean isBeforeEnd(Instant at) {
    return until.isEmpty() || !at.isAfter(until.get());
  }

  private EvidenceSet of(GatewayId gateway) {
    return evidence.computeIfAbsent(gateway, EvidenceSet::empty);
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
    rejects.accept(RejectLine.of(reason, source, bytes));
  }

  /** As of the end, else as of the last time that has company; in the order of their ids. */
  List<Incident> incidents(Inventory inventory) {
    var asOf = until.or(lastTime::get);
    if (asOf.isEmpty()) {
      return List.of();
    }
    var found = new ArrayList<GatewayIncident>();
    evidence.forEach(
        (gateway, set) ->
            found.addAll(
                GatewayStage.incidents(
                        gateway, set, inventory.of(gateway), inventory.hash(), asOf.get())
                    .incidents()));
    var fleet = FleetStage.incidents(found, inventory, asOf.get());
    return Revisions.next(List.of(), fleet.incidents());
  }

  Counts counts() {
    return counts;
  }
}
