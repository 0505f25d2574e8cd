package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * One pass over a body that is as it should be: one record, or an envelope with nothing but
 * records, or a line of our own export, all of them readable. Whatever else it finds, it gives up:
 * then {@link BodySplitter} and {@link RecordReader} tell, from the beginning, what is there and
 * what is wrong with it. Reads one body after another; not for several threads.
 */
final class PlainBody {

  private static final String RECORDS = "\"records\"";
  private static final String SOURCE = "\"source\"";
  private static final String ENQUEUED_AT = "\"enqueuedAt\"";
  private static final String RECORD = "\"record\"";

  private final RecordReader records;
  private final FlatScan flat = new FlatScan();
  private final RoutineScan routine;
  private final Names names = new Names();
  private final List<Reading> readings = new ArrayList<>();

  private byte[] body = {};
  private IntFunction<String> source = Integer::toString;
  private Optional<Origin> exported = Optional.empty();
  private int at;
  private int limit;
  private int textFrom;
  private int textTo;

  PlainBody(RecordReader records) {
    this.records = records;
    this.routine = new RoutineScan(records.caches());
  }

  /**
   * False when it is no such body.
   *
   * @param to where it ends, at a newline or the end of the bytes
   */
  boolean read(byte[] bytes, int from, int to, IntFunction<String> sourceOf) {
    body = bytes;
    at = from;
    limit = to;
    flat.begin(bytes, to);
    source = sourceOf;
    exported = Optional.empty();
    readings.clear();
    try {
      return read();
    } catch (IOException e) {
      return false;
    }
  }

  /** In the order of the body; until the next is read. */
  List<Reading> readings() {
    return readings;
  }

  /** Of the record of an export, which knows where it once came from. */
  Optional<Origin> exported() {
    return exported;
  }

  private boolean read() throws IOException {
    at += Bytes.isByteOrderMark(body, at) ? Bytes.BYTE_ORDER_MARK : 0;
    if (next() != '{') {
      return false;
    }
    int brace = at++;
    if (next() != '"') {
      return false;
    }
    boolean read;
    if (AsciiText.isAtInAnyCase(body, at, RECORDS)) {
      at += RECORDS.length();
      read = envelope();
    } else if (AsciiText.isAt(body, at, SOURCE)) {
      read = export();
    } else {
      at = brace;
      read = record(true);
    }
    return read && next() == 0 && at >= limit;
  }

  /** From behind the name of the list. */
  private boolean envelope() throws IOException {
    if (!passed(':') || !passed('[')) {
      return false;
    }
    if (next() != ']') {
      do {
        if (next() != '{' || !record(false)) {
          return false;
        }
      } while (passed(','));
    }
    return passed(']') && passed('}');
  }

  /** {@code {"source":…,"enqueuedAt":…,"record":{…}}}, from the first name on. */
  private boolean export() {
    if (!named(SOURCE) || !text()) {
      return false;
    }
    var from = AsciiText.string(body, textFrom, textTo);
    if (from.isBlank() || !passed(',') || !named(ENQUEUED_AT) || !text()) {
      return false;
    }
    var enqueuedAt = TimeText.usual(body, textFrom, textTo);
    if (enqueuedAt.isEmpty() || !passed(',') || !named(RECORD) || next() != '{') {
      return false;
    }
    exported = Optional.of(new Origin(from, enqueuedAt));
    return flat.read(at) && flat() && passed('}');
  }

  private boolean record(boolean alone) throws IOException {
    int from = at;
    if (flat.read(from)) {
      return flat();
    }
    var raw = parsed(from, alone);
    return raw.isPresent() && keep(records.read(raw.get(), whence()));
  }

  /** The record that was just found to be flat. */
  private boolean flat() {
    at = flat.end();
    var sign = routine.read(flat, exported.flatMap(Origin::enqueuedAt));
    return sign.isPresent()
        ? readings.add(new Reading.Routine(sign.get()))
        : keep(records.read(flat.raw(records.caches().texts()), whence()));
  }

  private Whence whence() {
    int index = readings.size();
    var names = source;
    return exported
        .map(Whence::of)
        .orElseGet(() -> new Whence(() -> names.apply(index), Optional.empty()));
  }

  private Optional<RawRecord> parsed(int from, boolean alone) throws IOException {
    try (var json = StrictJson.scanned(body, from, limit)) {
      json.nextToken();
      var tokens = new Tokens(json, names);
      var raw = alone ? RecordScan.readAlone(tokens) : Optional.of(RecordScan.read(tokens));
      at = from + (int) json.currentLocation().getByteOffset();
      boolean sound = at - from <= StrictJson.MAX_RECORD && Utf8.isValid(body, from, at);
      return sound ? raw : Optional.empty();
    }
  }

  private boolean keep(Reading reading) {
    return !(reading instanceof Reading.Rejected) && readings.add(reading);
  }

  /** A name, to the letter, and its colon. */
  private boolean named(String quoted) {
    if (next() != '"' || !AsciiText.isAt(body, at, quoted)) {
      return false;
    }
    at += quoted.length();
    return passed(':');
  }

  /** A text in ASCII without escapes. */
  private boolean text() {
    if (!passed('"')) {
      return false;
    }
    textFrom = at;
    textTo = AsciiText.endOfPlain(body, at, limit);
    at = textTo;
    return at < limit && body[at++] == '"';
  }

  private boolean passed(char expected) {
    if (next() != expected) {
      return false;
    }
    at++;
    return true;
  }

  /** The next byte that is no blank, which stays there; 0 at the end. */
  private byte next() {
    at = Bytes.skipBlanks(body, at);
    return at < limit ? body[at] : 0;
  }
}
