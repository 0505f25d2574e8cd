package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.tunnelwatch.model.Origin;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * One line of our own export form, {@code {"source":…,"enqueuedAt":…,"record":{…}}}: a record with
 * the origin it had when it was live. The record's bytes are those of the line.
 */
public final class ExportLine {

  private final Origin origin;
  private final byte[] record;

  private ExportLine(Origin origin, byte[] record) {
    this.origin = origin;
    this.record = record;
  }

  /** Empty when the line is of another form, or broken: then it is for {@link BodySplitter}. */
  public static Optional<ExportLine> parse(byte[] line) {
    if (!Utf8.isValid(line, 0, line.length)) {
      return Optional.empty();
    }
    try (var json = StrictJson.parser(line, 0, line.length)) {
      var fields = new Fields(line);
      fields.read(json);
      return fields.line();
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }

  public Origin origin() {
    return origin;
  }

  /** Not to be changed. */
  public byte[] recordBytes() {
    return record;
  }

  /** The three fields, as far as they were seen. */
  private static final class Fields {

    private final byte[] line;
    private Optional<String> source = Optional.empty();
    private Optional<Instant> enqueuedAt = Optional.empty();
    private Optional<byte[]> record = Optional.empty();

    Fields(byte[] line) {
      this.line = line;
    }

    void read(JsonParser json) throws IOException {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return;
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        var name = json.currentName();
        var token = json.nextToken();
        if (name.equals("source") && token == JsonToken.VALUE_STRING) {
          source = Optional.of(json.getText()).filter(text -> !text.isBlank());
        } else if (name.equals("enqueuedAt") && token == JsonToken.VALUE_STRING) {
          enqueuedAt = Optional.of(Instant.parse(json.getText()));
        } else if (name.equals("record") && token == JsonToken.START_OBJECT) {
          int from = (int) json.currentTokenLocation().getByteOffset();
          json.skipChildren();
          int to = (int) json.currentLocation().getByteOffset();
          record = Optional.of(Arrays.copyOfRange(line, from, to));
        } else {
          json.skipChildren();
        }
      }
      if (json.nextToken() != null) {
        record = Optional.empty(); // a second document on the line
      }
    }

    Optional<ExportLine> line() {
      return source.flatMap(
          text -> record.map(bytes -> new ExportLine(new Origin(text, enqueuedAt), bytes)));
    }
  }
}
