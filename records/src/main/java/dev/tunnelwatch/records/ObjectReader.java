package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads single objects inside a body, wherever they stand, and counts the bytes it looked at. */
final class ObjectReader {

  /** What a failed attempt counts for at least: about as many bytes could have been read. */
  private static final int FAILURE = 1_024;

  private final byte[] body;
  private final boolean validUtf8;
  private long bytesRead;

  ObjectReader(byte[] body) {
    this.body = body;
    validUtf8 = Utf8.isValid(body, 0, body.length);
  }

  boolean isUtf8(int from, int to) {
    return validUtf8 || Utf8.isValid(body, from, to);
  }

  /** What begins at some place. Offsets are the body's. */
  sealed interface Found {
    /** An object that ends before {@code to}. */
    record Whole(int to, Heading heading) implements Found {}

    /** An object with a list of records, whose first begins at {@code to} or later. */
    record Envelope(int to) implements Found {}

    /** No object. */
    record Not(RejectReason reason) implements Found {}
  }

  /** How many bytes have been looked at, some of them more than once. */
  long bytesRead() {
    return bytesRead;
  }

  /** What begins at {@code from} and ends before {@code end}. */
  Found read(int from, int end, boolean mayBeEnvelope) {
    try (var json = StrictJson.scanned(body, from, end)) {
      var found = read(json, from, mayBeEnvelope);
      bytesRead += json.currentLocation().getByteOffset();
      bytesRead += found instanceof Found.Not ? FAILURE : 0;
      return found;
    } catch (IOException e) {
      return new Found.Not(RejectReason.NOT_JSON);
    }
  }

  private Found read(JsonParser json, int from, boolean mayBeEnvelope) {
    try {
      json.nextToken();
      var tokens = new Tokens(json);
      var scan = mayBeEnvelope ? RecordScan.peek(tokens) : RecordScan.peekInside(tokens);
      var records = scan.recordsAt();
      return records.isPresent()
          ? new Found.Envelope(from + records.getAsInt())
          : new Found.Whole(from + offset(json), scan.heading());
    } catch (IOException e) {
      return new Found.Not(StrictJson.reason(json, e));
    }
  }

  /** Behind the bracket of the first list of records of an object with a name that stands twice. */
  OptionalInt recordsOf(int from, int end) {
    try (var json = StrictJson.scanned(body, from, end)) {
      var records = OptionalInt.empty();
      try {
        json.nextToken();
        records = records(json, from);
      } finally {
        bytesRead += json.currentLocation().getByteOffset();
      }
      return records;
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  /** Likewise behind the end of another such list: what stands there begins with a comma. */
  OptionalInt recordsBehind(int from, int to) {
    int first = Bytes.skipBlanks(body, from);
    var rest = asObject(first, to);
    bytesRead += rest.length;
    try (var json = StrictJson.scanned(rest, 0, rest.length)) {
      json.nextToken();
      return records(json, first);
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  private static OptionalInt records(JsonParser json, int from) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean named = json.currentName().equalsIgnoreCase("records");
      if (json.nextToken() == JsonToken.START_ARRAY && named) {
        return OptionalInt.of(from + offset(json));
      }
      json.skipChildren();
    }
    return OptionalInt.empty();
  }

  /** With a brace in place of the comma, so that the other fields make an object. */
  private byte[] asObject(int comma, int to) {
    var rest = Arrays.copyOfRange(body, comma, to);
    rest[0] = '{';
    return rest;
  }

  /** Why a stretch that is no object is no record: it is another value of JSON, or none at all. */
  RejectReason reasonAgainst(int from, int to) {
    bytesRead += to - from;
    if (!isUtf8(from, to)) {
      return RejectReason.NOT_UTF8;
    }
    try (var json = StrictJson.parser(body, from, to)) {
      try {
        json.nextToken();
        json.skipChildren();
        json.finishToken();
        return json.nextToken() == null ? RejectReason.NOT_A_RECORD : RejectReason.NOT_JSON;
      } catch (IOException e) {
        return StrictJson.reason(json, e);
      }
    } catch (IOException e) {
      return RejectReason.NOT_JSON;
    }
  }

  /** Whether what stands between the end of {@code records} and its object's end is well formed. */
  Optional<RejectReason> problemBehindRecords(int from, int to) {
    int first = Bytes.skipBlanks(body, from);
    if (body[first] == '}') {
      return Optional.empty();
    }
    if (body[first] != ',') {
      return Optional.of(RejectReason.NOT_JSON);
    }
    bytesRead += to - first;
    return problem(asObject(first, to));
  }

  private static Optional<RejectReason> problem(byte[] object) {
    if (!Utf8.isValid(object, 0, object.length)) {
      return Optional.of(RejectReason.NOT_UTF8);
    }
    try (var json = StrictJson.parser(object, 0, object.length)) {
      try {
        json.nextToken();
        if (json.nextToken() == JsonToken.END_OBJECT) {
          return Optional.of(RejectReason.NOT_JSON); // a comma with nothing behind it
        }
        while (json.currentToken() == JsonToken.FIELD_NAME) {
          if (json.currentName().equalsIgnoreCase("records")) {
            return Optional.of(RejectReason.DUPLICATE_KEY);
          }
          json.nextToken();
          json.skipChildren();
          json.nextToken();
        }
        return Optional.empty();
      } catch (IOException e) {
        return Optional.of(StrictJson.reason(json, e));
      }
    } catch (IOException e) {
      return Optional.of(RejectReason.NOT_JSON);
    }
  }

  private static int offset(JsonParser json) {
    return (int) json.currentLocation().getByteOffset();
  }
}
