package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Presence;
import dev.tunnelwatch.records.BodyReader;
import dev.tunnelwatch.records.Classification;
import dev.tunnelwatch.records.Reading;
import dev.tunnelwatch.records.Readings;
import dev.tunnelwatch.records.RejectLine;
import dev.tunnelwatch.records.RejectReason;
import dev.tunnelwatch.records.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What was found in some chunks of an archive: read by one thread, beside others. The evidence goes
 * to the {@link Keeper} they share; what is counted stays here until it is added up.
 */
final class Excerpt implements Readings {

  /** Rule 8. */
  private static final Duration LATE = Duration.ofMinutes(30);

  /** Of a chunk that is not whole: enough to know it by. */
  private static final int HEAD = 1_000;

  /** How an object in single quotes begins. */
  private static final String QUOTED = "{'";

  private final BodyReader reader;
  private final Keeper keeper;
  private final Optional<Instant> until;
  private final Counts counts = new Counts();
  private final LastTime lastTime = new LastTime();
  private final List<RejectLine> rejects = new ArrayList<>();
  private final Optional<Understanding> understanding;

  /**
   * Nothing read yet.
   *
   * @param until the end of the replay: what happened later is counted, and no evidence
   * @param understanding takes how far each record was understood, where that is asked for
   */
  Excerpt(
      BodyReader reader,
      Keeper keeper,
      Optional<Instant> until,
      Optional<Understanding> understanding) {
    this.understanding = understanding;
    this.reader = reader;
    this.keeper = keeper;
    this.until = until;
  }

  void read(Chunk chunk) {
    if (!chunk.whole()) {
      boolean cut = chunk.length() > ArchiveReader.MAX_CHUNK;
      var reason = cut ? RejectReason.TOO_LARGE : RejectReason.TRUNCATED;
      var head = chunk.head(HEAD);
      refuse(
          head.length < chunk.length()
              ? RejectLine.ofHead(reason, chunk.source(0), head)
              : RejectLine.of(reason, chunk.source(0), head));
      return;
    }
    reader.read(chunk.bytes(), chunk.from(), chunk.to(), chunk::source, this);
  }

  @Override
  public void read(Reading reading, Supplier<Origin> origin) {
    if (reading instanceof Reading.Canary) {
      counts.canary(); // our own, and nothing of the fleet
      return;
    }
    counts.element();
    understanding.ifPresent(all -> all.saw(reading));
    switch (reading) {
      case Reading.Event(var event, _) -> {
        if (Classification.of(reading).standing() == Standing.UNSURE) {
          counts.inPart();
        }
        keep(event, origin);
      }
      case Reading.Routine(var presence) -> keep(presence, origin);
      case Reading.Canary _ -> throw new IllegalStateException("a canary is no record");
      case Reading.Foreign(var kind) -> counts.foreign(kind);
      case Reading.Rejected _ -> throw new IllegalStateException("a reject is refused");
    }
  }

  @Override
  public void repaired() {
    counts.repaired();
  }

  @Override
  public void refuse(RejectLine reject) {
    counts.element();
    counts.rejected(reject.reason());
    if (reject.reason() == RejectReason.NOT_JSON && reject.text().contains(QUOTED)) {
      counts.quoted();
    }
    understanding.ifPresent(all -> all.rejected(reject.reason()));
    rejects.add(reject);
  }

  private void keep(GatewayEvent event, Supplier<Origin> origin) {
    counts.line(event.gateway(), event.evidence().category(), event.at());
    boolean again = !keeper.isNew(event);
    if (event instanceof GatewayEvent.Unrecognised) {
      counts.unrecognised(again);
    } else {
      counts.event(isLate(event), again);
    }
    if (isBeforeEnd(event.at())) {
      lastTime.saw(event.at(), () -> Gathering.hash(event));
      keeper.add(event, origin);
    } else {
      counts.leftAside(event.at());
    }
  }

  private void keep(Presence presence, Supplier<Origin> origin) {
    counts.line(presence.gateway(), presence.category(), presence.at());
    counts.routine();
    if (isBeforeEnd(presence.at())) {
      lastTime.saw(presence.at(), () -> hash(presence));
      keeper.add(presence, origin);
    } else {
      counts.leftAside(presence.at());
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

  Counts counts() {
    return counts;
  }

  LastTime lastTime() {
    return lastTime;
  }

  Optional<Understanding> understanding() {
    return understanding;
  }

  /** In the order of the chunks. */
  List<RejectLine> rejects() {
    return rejects;
  }
}
