package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Origin;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Reads one record to the end: from bytes to an event, a sign of life, or the reason why not. Never
 * throws on content, and never quotes it in a reason. Safe for many threads.
 */
public final class RecordReader {

  /** Rule 6: a gateway's clock may be ahead of the hub's by this much. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  private static final Instant FIRST = Instant.parse("2015-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2100-01-01T00:00:00Z");

  private static final int LONGEST_OPERATION = 256;
  private static final byte[] NOTHING = {};

  private final Privacy privacy;
  private final Caches caches = new Caches();

  /** Large, and better the more it has read. */
  private final ThreadLocal<FlatReader> flat = ThreadLocal.withInitial(() -> new FlatReader(this));

  private final LongAdder withoutZone = new LongAdder();

  public RecordReader(Pseudonyms pseudonyms) {
    privacy = new Privacy(pseudonyms);
  }

  /**
   * Reads one record.
   *
   * @param record as {@link BodySplitter} cut it out; not changed, not kept
   */
  public Reading read(byte[] record, Origin origin) {
    if (record.length > StrictJson.MAX_RECORD) {
      return rejected(RejectReason.TOO_LARGE, "a record of " + record.length + " bytes");
    }
    var flat = flat(record, origin);
    return flat.isPresent() ? flat.get() : parsed(record, origin);
  }

  private Optional<Reading> flat(byte[] record, Origin origin) {
    if (record.length == 0 || record[0] != '{') {
      return Optional.empty();
    }
    var reader = flat.get();
    reader.begin(record, record.length);
    boolean isFlat = reader.isFlat(0) && Bytes.skipBlanks(record, reader.end()) == record.length;
    var reading =
        isFlat
            ? Optional.of(reader.read(origin.enqueuedAt(), () -> Whence.of(origin)))
            : Optional.<Reading>empty();
    reader.begin(NOTHING, 0); // which keeps no record that nobody else does
    return reading;
  }

  /** Reads a record of any shape, or says what is wrong with it. */
  Reading parsed(byte[] record, Origin origin) {
    if (!Utf8.isValid(record, 0, record.length)) {
      return rejected(RejectReason.NOT_UTF8, "bytes that are no UTF-8");
    }
    try (var json = StrictJson.scanned(record, 0, record.length)) {
      try {
        json.nextToken();
        var raw = RecordScan.read(new Tokens(json));
        return json.nextToken() == null
            ? read(raw, Whence.of(origin))
            : rejected(RejectReason.NOT_JSON, "something behind the record");
      } catch (IOException e) {
        long offset = json.currentLocation().getByteOffset();
        return rejected(StrictJson.reason(json, e), "at byte " + offset);
      }
    } catch (IOException e) {
      return rejected(RejectReason.NOT_JSON, "no JSON from its first byte on");
    }
  }

  /** How many records gave their time without a zone; it is UTC, as Azure has it. */
  public long withoutZone() {
    return withoutZone.sum();
  }

  Caches caches() {
    return caches;
  }

  /** What a record says whose tokens have been read. */
  Reading read(RawRecord raw, Whence whence) {
    return read(raw.heading(), () -> raw, whence);
  }

  /** Likewise, where the rest is made only of a record of ours. */
  Reading read(Heading heading, Supplier<RawRecord> raw, Whence whence) {
    return switch (heading.owner(caches::gateway)) {
      case Heading.Owner.Strange(var kind) -> new Reading.Foreign(kind);
      case Heading.Owner.Nobody(var reason) -> rejected(reason, "its heading");
      case Heading.Owner.Ours(var category, var gateway) ->
          read(raw.get(), whence, category, gateway);
    };
  }

  /** Whether something is taken out of a message of IKE before it is read. */
  boolean isMasked(GatewayId gateway, String message) {
    return !privacy.maskIke(gateway, message).equals(message);
  }

  /** What an IKE line says whose message has been read. */
  Reading read(IkeLines.News news, Properties written, Whence whence) {
    var properties = privacy.mask(Category.IKE, news.gateway(), written);
    var line =
        new Line(
            Category.IKE,
            news.gateway(),
            IkeLines.OPERATION,
            news.at(),
            Optional.empty(),
            properties,
            whence);
    boolean asRead = properties == written; // nothing was taken out of it
    return asRead ? IkeLines.read(line, news) : IkeLines.read(line);
  }

  private Reading read(RawRecord raw, Whence whence, Category category, GatewayId gateway) {
    if (Canary.is(gateway)) {
      return canary(raw);
    }
    if (raw.operation().isEmpty() || raw.operation().get().isBlank()) {
      return rejected(RejectReason.NO_OPERATION, "operationName: expected a text, got none");
    }
    if (raw.properties().isEmpty()) {
      return rejected(RejectReason.BAD_PROPERTIES, "properties: expected an object, got a text");
    }
    var operation = raw.operation().get().strip();
    if (operation.length() > LONGEST_OPERATION) {
      return rejected(RejectReason.TOO_LARGE, "operationName: expected a name, got a long text");
    }
    var properties = privacy.mask(category, gateway, raw.properties().get());
    var time = raw.time().flatMap(TimeText::parse);
    if (time.isPresent() && isPlausible(time.get(), whence.enqueuedAt())) {
      if (raw.time().filter(TimeText::namesZone).isEmpty()) {
        withoutZone.increment();
      }
      var line =
          new Line(category, gateway, operation, time.get(), Optional.empty(), properties, whence);
      return read(line);
    }
    if (whence.enqueuedAt().isEmpty()) {
      return time.isEmpty()
          ? rejected(RejectReason.NO_TIME, "time: expected an ISO 8601 instant, got none")
          : rejected(RejectReason.IMPLAUSIBLE_TIME, "time: expected 2015 to 2100, got another");
    }
    var asWritten = Optional.of(raw.time().orElse(""));
    var enqueuedAt = whence.enqueuedAt().get();
    var undated = new Line(category, gateway, operation, enqueuedAt, asWritten, properties, whence);
    return new Reading.Event(new GatewayEvent.Undated(gateway, undated.evidence()));
  }

  private static Reading canary(RawRecord raw) {
    return raw.time()
        .flatMap(TimeText::parse)
        .<Reading>map(Reading.Canary::new)
        .orElseGet(() -> rejected(RejectReason.NO_TIME, "time: expected an instant, got none"));
  }

  private Reading read(Line line) {
    return switch (line.category()) {
      case GATEWAY -> GatewayLines.read(line);
      case TUNNEL -> TunnelLines.read(line, caches);
      case ROUTE -> RouteLines.read(line, caches);
      case IKE -> IkeLines.read(line);
      case P2S -> P2sLines.read(line);
    };
  }

  /** Rule 6. */
  static boolean isPlausible(Instant time, Optional<Instant> enqueuedAt) {
    return !time.isBefore(FIRST) && time.isBefore(LAST) && !isAhead(time, enqueuedAt);
  }

  private static boolean isAhead(Instant time, Optional<Instant> enqueuedAt) {
    return enqueuedAt.isPresent() && time.isAfter(enqueuedAt.get().plus(AHEAD));
  }

  private static Reading rejected(RejectReason reason, String detail) {
    return new Reading.Rejected(reason, detail);
  }
}
