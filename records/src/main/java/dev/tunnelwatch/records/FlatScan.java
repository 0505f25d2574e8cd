package dev.tunnelwatch.records;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads records written as Azure writes nearly all of them: an object of simple values, one of its
 * fields an object of simple values, all in ASCII without escapes, no name twice. That is so little
 * of JSON that no parser is needed, and nothing is copied but what is asked for. For everything
 * else it says no, and a {@link RecordScan} has to read it.
 */
final class FlatScan {

  /** The fields that are looked at, by their names in lower case. */
  enum Field {
    TIME(0, "time"),
    TIME_STAMP(1, "timestamp"),
    RESOURCE_ID(2, "resourceid"),
    CATEGORY(3, "category"),
    OPERATION(4, "operationname");

    private final int place;
    private final String lower;

    Field(int place, String lower) {
      this.place = place;
      this.lower = lower;
    }
  }

  /** An object with more names is not flat. */
  private static final int MOST_NAMES = 16;

  private static final int LONGEST_NAME = 256;

  /** Each category of ours has one, and other services theirs. */
  private static final int SHAPES = 8;

  private static final String[] LITERALS = {"true", "false", "null"};

  private static final Field[] FIELDS = Field.values();
  private static final AsciiName[] NAMES =
      Stream.of(FIELDS).map(field -> AsciiName.of(field.lower)).toArray(AsciiName[]::new);
  private static final AsciiName PROPERTIES = AsciiName.of("properties");
  private static final AsciiName METRIC = AsciiName.of("metricname");

  /**
   * Where texts begin and end, in pairs: of each field by its place; then of each property's name
   * and of its value. Begin 0 for what is not there.
   */
  private final int[] spans = new int[2 * FIELDS.length + 4 * MOST_NAMES];

  private final FlatNames outer = new FlatNames(MOST_NAMES);
  private final FlatNames inner = new FlatNames(MOST_NAMES);

  /** Of the records read lately, in a ring; the one that fitted last is tried first. */
  private final FlatShape[] shapes =
      Stream.generate(() -> new FlatShape(FIELDS.length + 2 * MOST_NAMES, spans.length))
          .limit(SHAPES)
          .toArray(FlatShape[]::new);

  private int fitting;
  private int oldest;

  /** That of the record that is being read; it takes the place of the oldest. */
  private FlatShape shape = new FlatShape(FIELDS.length + 2 * MOST_NAMES, spans.length);

  private int properties;

  private byte[] body = {};
  private int limit;
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

  /**
   * Goes on with another body, which stays as it is until the next.
   *
   * @param end where it ends, at a newline or the end of the bytes
   */
  void begin(byte[] bytes, int end) {
    body = bytes;
    limit = end;
  }

  /** Reads the record whose brace is at {@code from}; false when it is not flat. */
  boolean read(int from) {
    return (fits(from) || readAnew(from)) && at - from <= StrictJson.MAX_RECORD;
  }

  private boolean fits(int from) {
    for (int i = 0; i < SHAPES; i++) {
      int number = (fitting + i) % SHAPES;
      int end = shapes[number].fit(body, from, limit, spans);
      if (end >= 0) {
        fitting = number;
        at = end;
        properties = shapes[number].properties();
        hasProperties = shapes[number].hasProperties();
        metric = shapes[number].isMetric();
        return true;
      }
    }
    return false;
  }

  private boolean readAnew(int from) {
    at = from;
    Arrays.fill(spans, 0, 2 * FIELDS.length, 0);
    properties = 0;
    outer.clear();
    inner.clear();
    metric = false;
    hasProperties = false;
    shape.begin();
    boolean read = record();
    if (read) {
      shape.end(body, from, at, spans, property(properties));
      shape.tells(properties, hasProperties, metric);
      var replaced = shapes[oldest];
      shapes[oldest] = shape;
      shape = replaced;
      fitting = oldest;
      oldest = (oldest + 1) % SHAPES;
    }
    return read;
  }

  /** Where the spans of a property are. */
  private static int property(int number) {
    return 2 * FIELDS.length + 4 * number;
  }

  boolean isMetric() {
    return metric;
  }

  /** Where the text of a field begins; 0 when it is not there. */
  int begin(Field field) {
    return spans[2 * field.place];
  }

  int end(Field field) {
    return spans[2 * field.place + 1];
  }

  /** Whether the text of a field is that, to the letter. */
  boolean is(Field field, String text) {
    int begin = begin(field);
    return begin > 0 && end(field) - begin == text.length() && AsciiText.isAt(body, begin, text);
  }

  int properties() {
    return properties;
  }

  boolean isProperty(int number, AsciiName name) {
    return name.isAt(body, spans[property(number)], spans[property(number) + 1]);
  }

  /** Where a property's value begins; 0 for a null. */
  int begin(int number) {
    return spans[property(number) + 2];
  }

  int end(int number) {
    return spans[property(number) + 3];
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
    for (int i = 0; i < properties; i++) {
      if (begin(i) > 0) {
        int span = property(i);
        var name = texts.of(body, spans[span], spans[span + 1]).toLowerCase(Locale.ROOT);
        if (end(i) - begin(i) > LongText.MOST) {
          found.add(name, LongText.of(body, begin(i), end(i)));
        } else {
          found.add(
              name,
              name.equals("message")
                  ? AsciiText.string(body, begin(i), end(i))
                  : texts.of(body, begin(i), end(i)));
        }
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
            case '{' -> !hasProperties && PROPERTIES.isAt(body, from, to) && readProperties();
            case '"' -> text() && field(from, to);
            default -> isPlain(from, to) && simple() && number();
          };
      if (!read) {
        return false;
      }
    } while (passedComma());
    return closed();
  }

  private boolean readProperties() {
    hasProperties = true;
    at++;
    do {
      if (!name(inner)) {
        return false;
      }
      int span = property(properties++);
      spans[span] = textFrom;
      spans[span + 1] = textTo;
      boolean isText = next() == '"';
      if (isText ? !text() : !simple()) {
        return false;
      }
      boolean isNull = !isText && body[textFrom] == 'n';
      spans[span + 2] = isNull ? 0 : textFrom;
      spans[span + 3] = textTo;
      if (isText) {
        shape.value(textFrom, textTo);
      } else {
        number();
      }
    } while (passedComma());
    return closed();
  }

  /** Keeps what the text just read is to the field of that name. */
  private boolean field(int from, int to) {
    for (var field : FIELDS) {
      if (NAMES[field.place].isAt(body, from, to)) {
        boolean first = begin(field) == 0;
        spans[2 * field.place] = textFrom;
        spans[2 * field.place + 1] = textTo;
        if (field != Field.CATEGORY && field != Field.OPERATION) {
          shape.value(textFrom, textTo);
        }
        return first;
      }
    }
    metric |= METRIC.isAt(body, from, to);
    shape.value(textFrom, textTo);
    return !PROPERTIES.isAt(body, from, to); // they may be an object written as a text
  }

  /** Whether nobody looks at the field of that name. */
  private boolean isPlain(int from, int to) {
    for (var name : NAMES) {
      if (name.isAt(body, from, to)) {
        return false;
      }
    }
    return !METRIC.isAt(body, from, to) && !PROPERTIES.isAt(body, from, to);
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
    return at < limit ? body[at] : 0;
  }

  private boolean text() {
    if (at >= limit || body[at] != '"') {
      return false;
    }
    textFrom = at + 1;
    textTo = AsciiText.endOfPlain(body, textFrom, limit);
    at = textTo + 1;
    return textTo < limit && body[textTo] == '"';
  }

  /** A number or a literal. */
  private boolean simple() {
    textFrom = at;
    textTo = PlainNumber.end(body, at);
    if (textTo < 0) {
      textTo = endOfLiteral();
    }
    at = Math.max(at, textTo);
    return textTo > textFrom;
  }

  /** Leaves it open which number that is; a literal has to stay. */
  private boolean number() {
    if (PlainNumber.mayBegin(body[textFrom])) {
      shape.number(textFrom, textTo);
    }
    return true;
  }

  private int endOfLiteral() {
    for (var literal : LITERALS) {
      if (AsciiText.isAt(body, at, literal)) {
        int end = at + literal.length();
        return end < limit && PlainNumber.isOfSimple(body[end]) ? -1 : end;
      }
    }
    return -1;
  }

  private boolean passedComma() {
    if (next() != ',') {
      return false;
    }
    at++;
    return true;
  }

  private boolean closed() {
    return at < limit && body[at++] == '}';
  }
}
