package dev.tunnelwatch.records;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads records written as Azure writes nearly all of them: an object of simple values, one of its
 * fields an object of simple values, all in ASCII without escapes, no name twice. That is so little
 * of JSON that no parser is needed, and nothing is copied but what is asked for. For everything
 * else it says no, and a {@link RecordScan} has to read it.
 */
final class FlatScan {

  /** The fields that are looked at, by their names in lower case. */
  enum Field {
    TIME("time"),
    TIME_STAMP("timestamp"),
    RESOURCE_ID("resourceid"),
    CATEGORY("category"),
    OPERATION("operationname");

    private final String lower;

    Field(String lower) {
      this.lower = lower;
    }
  }

  /** An object with more names is not flat. */
  private static final int MOST_NAMES = 16;

  private static final int LONGEST_NAME = 256;

  /** Jackson refuses numbers that go on for ever; so long ones are left to it. */
  private static final int LONGEST_NUMBER = 32;

  private static final Field[] FIELDS = Field.values();

  /** Begin and end of each field's text by its ordinal; 0 for one that is not there. */
  private final int[] begins = new int[FIELDS.length];

  private final int[] ends = new int[FIELDS.length];

  private final FlatNames outer = new FlatNames(MOST_NAMES);
  private final FlatNames inner = new FlatNames(MOST_NAMES);

  /** The values of the properties, each under its name's number; begin 0 for a null. */
  private final int[] valueBegins = new int[MOST_NAMES];

  private final int[] valueEnds = new int[MOST_NAMES];

  private byte[] body = {};
  private int at;
  private int textFrom;
  private int textTo;
  private boolean metric;
  private boolean hasProperties;

  /** Behind the record that was read last. */
  int end() {
    return at;
  }

  byte[] body() {
    return body;
  }

  /** Reads the record whose brace is at {@code from}; false when it is not flat. */
  boolean read(byte[] bytes, int from) {
    body = bytes;
    at = from;
    Arrays.fill(begins, 0);
    outer.clear();
    inner.clear();
    metric = false;
    hasProperties = false;
    return record() && at - from <= StrictJson.MAX_RECORD;
  }

  boolean isMetric() {
    return metric;
  }

  /** Where the text of a field begins; 0 when it is not there. */
  int begin(Field field) {
    return begins[field.ordinal()];
  }

  int end(Field field) {
    return ends[field.ordinal()];
  }

  /** Whether the text of a field is that, to the letter. */
  boolean is(Field field, String text) {
    int begin = begin(field);
    return begin > 0 && end(field) - begin == text.length() && AsciiText.isAt(body, begin, text);
  }

  int properties() {
    return inner.size();
  }

  /** Whether a property has that name, case aside. */
  boolean isProperty(int property, String name) {
    return inner.is(property, body, name);
  }

  /** Where a property's value begins; 0 for a null. */
  int begin(int property) {
    return valueBegins[property];
  }

  int end(int property) {
    return valueEnds[property];
  }

  /** The record that was read last. */
  RawRecord raw(Recent<String> texts) {
    var category = text(Field.CATEGORY, texts);
    var resourceId = text(Field.RESOURCE_ID, texts);
    var operation = text(Field.OPERATION, texts);
    var time = text(begin(Field.TIME) > 0 ? Field.TIME : Field.TIME_STAMP, texts);
    boolean log =
        category.isPresent() || resourceId.isPresent() || operation.isPresent() || time.isPresent();
    return new RawRecord(
        new Heading(category, resourceId, metric, log),
        operation,
        time,
        Optional.of(hasProperties ? propertiesOf(texts) : Properties.NONE));
  }

  private Optional<String> text(Field field, Recent<String> texts) {
    int begin = begin(field);
    return begin == 0
        ? Optional.empty()
        : Optional.of(
            field == Field.TIME || field == Field.TIME_STAMP
                ? AsciiText.string(body, begin, end(field))
                : texts.of(body, begin, end(field)));
  }

  private Properties propertiesOf(Recent<String> texts) {
    var found = new Properties.Builder();
    for (int i = 0; i < inner.size(); i++) {
      if (valueBegins[i] > 0) {
        var name = inner.text(i, body, texts).toLowerCase(Locale.ROOT);
        found.add(
            name,
            name.equals("message")
                ? AsciiText.string(body, valueBegins[i], valueEnds[i])
                : texts.of(body, valueBegins[i], valueEnds[i]));
      }
    }
    return found.build();
  }

  private boolean record() {
    at++;
    do {
      if (!name(outer)) {
        return false;
      }
      int from = textFrom;
      int to = textTo;
      boolean read =
          switch (next()) {
            case '{' -> !hasProperties && isName("properties", from, to) && properties(inner);
            case '"' -> text() && field(from, to);
            default -> isPlain(from, to) && simple();
          };
      if (!read) {
        return false;
      }
    } while (passedComma());
    return closed();
  }

  private boolean properties(FlatNames names) {
    hasProperties = true;
    at++;
    do {
      if (!name(names)) {
        return false;
      }
      int property = names.size() - 1;
      boolean isText = next() == '"';
      if (isText ? !text() : !simple()) {
        return false;
      }
      boolean isNull = !isText && body[textFrom] == 'n';
      valueBegins[property] = isNull ? 0 : textFrom;
      valueEnds[property] = textTo;
    } while (passedComma());
    return closed();
  }

  /** Keeps what the text just read is to the field of that name. */
  private boolean field(int from, int to) {
    for (var field : FIELDS) {
      if (isName(field.lower, from, to)) {
        boolean first = begin(field) == 0;
        begins[field.ordinal()] = textFrom;
        ends[field.ordinal()] = textTo;
        return first;
      }
    }
    metric |= isName("metricname", from, to);
    return !isName("properties", from, to); // they may be an object written as a text
  }

  /** Whether nobody looks at the field of that name. */
  private boolean isPlain(int from, int to) {
    for (var field : FIELDS) {
      if (isName(field.lower, from, to)) {
        return false;
      }
    }
    return !isName("metricname", from, to) && !isName("properties", from, to);
  }

  /** Case aside. */
  private boolean isName(String lower, int from, int to) {
    return to - from == lower.length() && AsciiText.isAtInAnyCase(body, from, lower);
  }

  /** A name that is new in its object, and the colon behind it. */
  private boolean name(FlatNames names) {
    next();
    if (!text() || textTo - textFrom > LONGEST_NAME || next() != ':') {
      return false;
    }
    at++;
    return names.add(body, textFrom, textTo);
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

  /** A number or a literal. */
  private boolean simple() {
    textFrom = at;
    while (at < body.length && isOfSimple(body[at])) {
      at++;
    }
    textTo = at;
    return isLiteral("true") || isLiteral("false") || isLiteral("null") || isNumber();
  }

  private static boolean isOfSimple(byte b) {
    return (b >= '0' && b <= '9')
        || (b >= 'a' && b <= 'z')
        || b == 'E'
        || b == '-'
        || b == '+'
        || b == '.';
  }

  private boolean isLiteral(String literal) {
    return textTo - textFrom == literal.length() && AsciiText.isAt(body, textFrom, literal);
  }

  /** RFC 8259, without exponents, which nobody writes. */
  private boolean isNumber() {
    int from = textFrom < textTo && body[textFrom] == '-' ? textFrom + 1 : textFrom;
    int point = endOfDigits(from);
    boolean whole = point > from && (body[from] != '0' || point == from + 1);
    boolean ends = point == textTo;
    boolean fraction =
        !ends && body[point] == '.' && point + 1 < textTo && endOfDigits(point + 1) == textTo;
    return whole && (ends || fraction) && textTo - textFrom <= LONGEST_NUMBER;
  }

  private int endOfDigits(int from) {
    int to = from;
    while (to < textTo && body[to] >= '0' && body[to] <= '9') {
      to++;
    }
    return to;
  }

  private boolean passedComma() {
    if (next() != ',') {
      return false;
    }
    at++;
    return true;
  }

  private boolean closed() {
    return at < body.length && body[at++] == '}';
  }
}
