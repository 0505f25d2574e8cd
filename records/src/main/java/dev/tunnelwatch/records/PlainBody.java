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
  private final FlatReader flat;
  private final Names names = new Names();
  private final List<Reading> readings = new ArrayList<>();

  private final PlainCursor cursor = new PlainCursor();

  private byte[] body = {};
  private IntFunction<String> source = Integer::toString;
  private Optional<Origin> exported = Optional.empty();

  PlainBody(RecordReader records) {
    this.records = records;
    this.flat = new FlatReader(records);
  }

  /**
   * False when it is no such body.
   *
   * @param to where it ends, at a newline or the end of the bytes
   */
  boolean read(byte[] bytes, int from, int to, IntFunction<String> sourceOf) {
    body = bytes;
    cursor.begin(bytes, from, to);
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
    if (Bytes.isByteOrderMark(body, cursor.at())) {
      cursor.moveTo(cursor.at() + Bytes.BYTE_ORDER_MARK);
    }
    boolean read = cursor.next() == '{' && element();
    return read && cursor.next() == 0 && cursor.at() >= cursor.limit();
  }

  private boolean element() throws IOException {
    int brace = cursor.at();
    cursor.passed('{');
    if (cursor.next() != '"') {
      return false;
    }
    if (AsciiText.isAtInAnyCase(body, cursor.at(), RECORDS)) {
      cursor.moveTo(cursor.at() + RECORDS.length());
      return envelope();
    }
    if (AsciiText.isAt(body, cursor.at(), SOURCE)) {
      return export();
    }
    cursor.moveTo(brace);
    return record(true);
  }

  /** From behind the name of the list. */
  private boolean envelope() throws IOException {
    if (!cursor.passed(':') || !cursor.passed('[')) {
      return false;
    }
    if (cursor.next() != ']') {
      do {
        if (cursor.next() != '{' || !record(false)) {
          return false;
        }
      } while (cursor.passed(','));
    }
    return cursor.passed(']') && cursor.passed('}');
  }

  /** {@code {"source":…,"enqueuedAt":…,"record":{…}}}, from the first name on. */
  private boolean export() {
    if (!cursor.passedName(SOURCE) || !cursor.passedText()) {
      return false;
    }
    var from = AsciiText.string(body, cursor.from(), cursor.to());
    if (from.isBlank()
        || !cursor.passed(',')
        || !cursor.passedName(ENQUEUED_AT)
        || !cursor.passedText()) {
      return false;
    }
    var enqueuedAt = TimeText.usual(body, cursor.from(), cursor.to());
    if (enqueuedAt.isEmpty()
        || !cursor.passed(',')
        || !cursor.passedName(RECORD)
        || cursor.next() != '{') {
      return false;
    }
    exported = Optional.of(new Origin(from, enqueuedAt));
    return flat.isFlat(cursor.at()) && flat() && cursor.passed('}');
  }

  private boolean record(boolean alone) throws IOException {
    int from = cursor.at();
    if (flat.isFlat(from)) {
      return flat();
    }
    var raw = parsed(from, alone);
    return raw.isPresent() && keep(records.read(raw.get(), whence()));
  }

  /** The record that was just found to be flat. */
  private boolean flat() {
    cursor.moveTo(flat.end());
    return keep(flat.read(exported.flatMap(Origin::enqueuedAt), this::whence));
  }

  private Whence whence() {
    int index = readings.size();
    var names = source;
    return exported
        .map(Whence::of)
        .orElseGet(() -> new Whence(() -> names.apply(index), Optional.empty()));
  }

  private Optional<RawRecord> parsed(int from, boolean alone) throws IOException {
    try (var json = StrictJson.scanned(body, from, cursor.limit())) {
      json.nextToken();
      var tokens = new Tokens(json, names);
      var raw = alone ? RecordScan.readAlone(tokens) : Optional.of(RecordScan.read(tokens));
      int end = from + (int) json.currentLocation().getByteOffset();
      cursor.moveTo(end);
      boolean sound = end - from <= StrictJson.MAX_RECORD && Utf8.isValid(body, from, end);
      return sound ? raw : Optional.empty();
    }
  }

  private boolean keep(Reading reading) {
    return !(reading instanceof Reading.Rejected) && readings.add(reading);
  }
}
