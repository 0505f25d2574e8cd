package dev.tunnelwatch.records;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * One pass over a body that is as it should be: one record, or an envelope with nothing but
 * records, all of them readable. Whatever else it finds, it gives up: then {@link BodySplitter} and
 * {@link RecordReader} tell, from the beginning, what is there and what is wrong with it.
 */
final class PlainBody {

  private static final String RECORDS = "\"records\"";

  private final byte[] body;
  private final IntFunction<String> source;
  private final RecordReader records;
  private final FlatScan flat;
  private final Names names = new Names();
  private final List<Reading> readings = new ArrayList<>();
  private int at;

  private PlainBody(byte[] body, IntFunction<String> source, RecordReader records) {
    this.body = body;
    this.source = source;
    this.records = records;
    this.flat = new FlatScan(body, records.texts());
  }

  /** In the order of the body; empty when it is no such body. */
  static Optional<List<Reading>> read(
      byte[] body, IntFunction<String> source, RecordReader records) {
    var plain = new PlainBody(body, source, records);
    try {
      return plain.read() ? Optional.of(plain.readings) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean read() throws IOException {
    at = Bytes.afterByteOrderMark(body);
    if (next() != '{') {
      return false;
    }
    int brace = at++;
    boolean envelope = next() == '"' && isRecords();
    if (envelope) {
      at += RECORDS.length();
    } else {
      at = brace;
    }
    return (envelope ? envelope() : record(true)) && next() == 0 && at == body.length;
  }

  /** Without regard to case. */
  private boolean isRecords() {
    if (body.length - at < RECORDS.length()) {
      return false;
    }
    for (int i = 1; i < RECORDS.length() - 1; i++) {
      if ((body[at + i] | 0x20) != RECORDS.charAt(i)) {
        return false;
      }
    }
    return body[at + RECORDS.length() - 1] == '"';
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

  private boolean record(boolean alone) throws IOException {
    int from = at;
    var raw = flat.read(from);
    at = flat.end();
    if (raw.isEmpty()) {
      raw = parsed(from, alone);
    }
    return raw.isPresent() && keep(raw.get());
  }

  private Optional<RawRecord> parsed(int from, boolean alone) throws IOException {
    try (var json = StrictJson.scanned(body, from, body.length)) {
      json.nextToken();
      var tokens = new Tokens(json, names);
      var raw = alone ? RecordScan.readAlone(tokens) : Optional.of(RecordScan.read(tokens));
      at = from + (int) json.currentLocation().getByteOffset();
      boolean sound = at - from <= StrictJson.MAX_RECORD && Utf8.isValid(body, from, at);
      return sound ? raw : Optional.empty();
    }
  }

  private boolean keep(RawRecord record) {
    int index = readings.size();
    var whence = new Whence(() -> source.apply(index), Optional.empty());
    var reading = records.read(record, whence);
    return !(reading instanceof Reading.Rejected) && readings.add(reading);
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
    return at < body.length ? body[at] : 0;
  }
}
