package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
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

  private final JsonParser json;
  private final Tokens tokens;
  private final IntFunction<String> source;
  private final RecordReader records;
  private final List<Reading> readings = new ArrayList<>();

  private PlainBody(JsonParser json, IntFunction<String> source, RecordReader records) {
    this.json = json;
    this.tokens = new Tokens(json, records.texts());
    this.source = source;
    this.records = records;
  }

  /** In the order of the body; empty when it is no such body. */
  static Optional<List<Reading>> read(
      byte[] body, IntFunction<String> source, RecordReader records) {
    int from = Bytes.afterByteOrderMark(body);
    if (!Utf8.isValid(body, from, body.length)) {
      return Optional.empty();
    }
    try (var json = StrictJson.scanned(body, from, body.length)) {
      var plain = new PlainBody(json, source, records);
      boolean read = isEnvelope(body, from) ? plain.envelope() : plain.record();
      return read && json.nextToken() == null ? Optional.of(plain.readings) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether the first name is that of a list of records, without regard to its case. */
  private static boolean isEnvelope(byte[] body, int from) {
    int brace = Bytes.skipBlanks(body, from);
    int name = Bytes.skipBlanks(body, brace + 1);
    if (body.length - name < RECORDS.length()) {
      return false;
    }
    for (int i = 0; i < RECORDS.length(); i++) {
      if ((body[name + i] | 0x20) != (RECORDS.charAt(i) | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private static final String RECORDS = "\"records\"";

  private boolean envelope() throws IOException {
    json.nextToken();
    json.nextToken();
    if (json.nextToken() != JsonToken.START_ARRAY) {
      return false;
    }
    while (json.nextToken() == JsonToken.START_OBJECT) {
      if (!read(RecordScan.read(tokens))) {
        return false;
      }
    }
    return json.hasToken(JsonToken.END_ARRAY) && json.nextToken() == JsonToken.END_OBJECT;
  }

  private boolean record() throws IOException {
    json.nextToken();
    var record = RecordScan.readAlone(tokens);
    return record.isPresent() && read(record.get());
  }

  private boolean read(RawRecord record) {
    int index = readings.size();
    var whence = new Whence(() -> source.apply(index), Optional.empty());
    var reading = records.read(record, whence);
    return !(reading instanceof Reading.Rejected) && readings.add(reading);
  }
}
