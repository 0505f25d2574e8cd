package dev.tunnelwatch.records;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads records written as Azure writes nearly all of them: an object of texts, one of its fields
 * an object of texts, all in ASCII without escapes, no name twice. That is so little of JSON that
 * no parser is needed. For everything else it says no, and a {@link RecordScan} has to read it.
 */
final class FlatScan {

  /** An object with more names is not flat. */
  private static final int MOST_NAMES = 16;

  private static final int LONGEST_NAME = 256;

  private final byte[] body;
  private final Texts texts;

  /** Where the names of the two open objects begin and end. */
  private final int[] names = new int[4 * MOST_NAMES];

  private int at;
  private int textFrom;
  private int textTo;
  private Optional<String> category = Optional.empty();
  private Optional<String> resourceId = Optional.empty();
  private Optional<String> operation = Optional.empty();
  private Optional<String> time = Optional.empty();
  private Optional<String> timeStamp = Optional.empty();
  private Optional<Properties> properties = Optional.empty();
  private boolean metric;

  FlatScan(byte[] body, Texts texts) {
    this.body = body;
    this.texts = texts;
  }

  /** Behind the record that was read last. */
  int end() {
    return at;
  }

  /** The record whose brace is at {@code from}; empty when it is not flat. */
  Optional<RawRecord> read(int from) {
    at = from;
    category = Optional.empty();
    resourceId = Optional.empty();
    operation = Optional.empty();
    time = Optional.empty();
    timeStamp = Optional.empty();
    properties = Optional.empty();
    metric = false;
    return record() && at - from <= StrictJson.MAX_RECORD ? Optional.of(raw()) : Optional.empty();
  }

  private RawRecord raw() {
    var stamp = time.isPresent() ? time : timeStamp;
    boolean log =
        category.isPresent()
            || resourceId.isPresent()
            || operation.isPresent()
            || stamp.isPresent();
    return new RawRecord(
        new Heading(category, resourceId, metric, log),
        operation,
        stamp,
        Optional.of(properties.orElse(Properties.NONE)));
  }

  private boolean record() {
    at++;
    for (int count = 0; count < MOST_NAMES; count++) {
      if (!name(count, 0)) {
        return false;
      }
      int from = textFrom;
      int to = textTo;
      boolean read =
          next() == '{'
              ? properties.isEmpty() && isName("properties", from, to) && properties()
              : text() && field(from, to);
      if (!read) {
        return false;
      }
      if (next() != ',') {
        return closed();
      }
      at++;
    }
    return false;
  }

  private boolean properties() {
    var found = new Properties.Builder();
    at++;
    for (int count = 0; count < MOST_NAMES; count++) {
      if (!name(count, 2 * MOST_NAMES)) {
        return false;
      }
      var name = texts.of(body, textFrom, textTo).toLowerCase(Locale.ROOT);
      next();
      if (!text()) {
        return false;
      }
      found.add(name, name.equals("message") ? string() : texts.of(body, textFrom, textTo));
      if (next() != ',') {
        properties = Optional.of(found.build());
        return closed();
      }
      at++;
    }
    return false;
  }

  /** Keeps what the text just read is to the field of that name. */
  private boolean field(int from, int to) {
    if (isName("time", from, to)) {
      boolean first = time.isEmpty();
      time = Optional.of(string());
      return first;
    }
    if (isName("resourceid", from, to)) {
      boolean first = resourceId.isEmpty();
      resourceId = Optional.of(texts.of(body, textFrom, textTo));
      return first;
    }
    if (isName("category", from, to)) {
      boolean first = category.isEmpty();
      category = Optional.of(texts.of(body, textFrom, textTo));
      return first;
    }
    if (isName("operationname", from, to)) {
      boolean first = operation.isEmpty();
      operation = Optional.of(texts.of(body, textFrom, textTo));
      return first;
    }
    if (isName("timestamp", from, to)) {
      boolean first = timeStamp.isEmpty();
      timeStamp = Optional.of(string());
      return first;
    }
    metric |= isName("metricname", from, to);
    return !isName("properties", from, to); // they may be an object written as a text
  }

  /** Case aside. */
  private boolean isName(String lower, int from, int to) {
    if (to - from != lower.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if ((body[i] | 0x20) != lower.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  /** A name that is new in its object, and the colon behind it. */
  private boolean name(int count, int frame) {
    next();
    if (!text() || textTo - textFrom > LONGEST_NAME || next() != ':') {
      return false;
    }
    at++;
    for (int i = frame; i < frame + 2 * count; i += 2) {
      if (Arrays.equals(body, names[i], names[i + 1], body, textFrom, textTo)) {
        return false;
      }
    }
    names[frame + 2 * count] = textFrom;
    names[frame + 2 * count + 1] = textTo;
    return true;
  }

  /** The next byte that is no blank, which stays there; 0 at the end. */
  private byte next() {
    at = Bytes.skipBlanks(body, at);
    return at < body.length ? body[at] : 0;
  }

  private boolean text() {
    if (at >= body.length || body[at] != '"') {
      return false;
    }
    textFrom = at + 1;
    textTo = AsciiText.endOfPlain(body, textFrom, body.length);
    at = textTo + 1;
    return textTo < body.length && body[textTo] == '"';
  }

  private boolean closed() {
    return at < body.length && body[at++] == '}';
  }

  private String string() {
    return new String(body, textFrom, textTo - textFrom, StandardCharsets.ISO_8859_1);
  }
}
