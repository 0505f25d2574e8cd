package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads records written as Azure writes nearly all of them: an object of simple values, one of its
 * fields an object of simple values, all in ASCII without escapes, no name twice; what nobody looks
 * at may hold a little more. That is so little of JSON that no parser is needed, and nothing is
 * copied but what is asked for. For everything else it says no, and a {@link RecordScan} has to
 * read it.
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

  /** Objects and lists inside each other, where nobody looks at them. */
  private static final int DEEPEST = 4;

  private static final int MOST_VALUES = 64;

  /** Each category of ours has one, and other services theirs. */
  private static final int SHAPES = 8;

  private static final Field[] FIELDS = Field.values();
  private static final AsciiName[] NAMES =
      Stream.of(FIELDS).map(field -> AsciiName.of(field.lower)).toArray(AsciiName[]::new);
  private static final AsciiName PROPERTIES = AsciiName.of("properties");
  private static final AsciiName METRIC = AsciiName.of("metricname");
  private static final AsciiName RECORD = AsciiName.of("record");
  private static final AsciiName MESSAGE = AsciiName.of("message");
  private static final String IKE = Category.IKE.azureName();
  private static final AsciiName RECORDS = AsciiName.of("records");

  /**
   * Where texts begin and end, in pairs: of each field by its place; then of each property's name
   * and of its value. Begin 0 for what is not there.
   */
  private final int[] spans = new int[2 * FIELDS.length + 4 * MOST_NAMES];

  private final FlatNames outer = new FlatNames(MOST_NAMES);
  private final FlatNames inner = new FlatNames(MOST_NAMES);
  private final FlatNames[] deeper =
      Stream.generate(() -> new FlatNames(MOST_NAMES)).limit(DEEPEST).toArray(FlatNames[]::new);

  /** Of the records read lately, in a ring; the one that fitted last is tried first. */
  private final FlatShape[] shapes =
      Stream.generate(() -> new FlatShape(MOST_VALUES, spans.length))
          .limit(SHAPES)
          .toArray(FlatShape[]::new);

  private int fitting;
  private int oldest;

  /** That of the record that is being read; it takes the place of the oldest. */
  private FlatShape shape = new FlatShape(MOST_VALUES, spans.length);

  private int properties;

  private final PlainCursor cursor = new PlainCursor();
  private final Messages messages;

  private byte[] body = {};
  private int limit;
  private int at;
  private boolean metric;
  private boolean hasProperties;

  FlatScan() {
    this(Messages.NONE);
  }

  /** With messages of IKE that may be known. */
  FlatScan(Messages messages) {
    this.messages = messages;
  }

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
    messages.forget();
    return (fits(from) || readAnew(from)) && at - from <= StrictJson.MAX_RECORD;
  }

  private boolean fits(int from) {
    for (int i = 0; i < SHAPES; i++) {
      int number = (fitting + i) % SHAPES;
      int end = shapes[number].fit(body, from, limit, spans, messages);
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
    cursor.begin(body, from, limit);
    Arrays.fill(spans, 0, 2 * FIELDS.length, 0);
    properties = 0;
    outer.clear();
    inner.clear();
    metric = false;
    hasProperties = false;
    shape.begin();
    boolean read = record();
    at = cursor.at();
    if (read) {
      shape.end(body, from, at, spans, property(properties), message());
      shape.tells(properties, hasProperties, metric);
      var replaced = shapes[oldest];
      shapes[oldest] = shape;
      shape = replaced;
      fitting = oldest;
      oldest = (oldest + 1) % SHAPES;
    }
    return read;
  }

  /** Where the message of an IKE line begins; 0 of another record. */
  private int message() {
    for (int i = 0; i < properties && is(Field.CATEGORY, IKE); i++) {
      if (isProperty(i, MESSAGE)) {
        return begin(i);
      }
    }
    return 0;
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
    cursor.passed('{');
    do {
      if (!passedName(outer)) {
        return false;
      }
      int from = cursor.from();
      int to = cursor.to();
      boolean read =
          switch (cursor.next()) {
            case '{' ->
                PROPERTIES.isAt(body, from, to)
                    ? !hasProperties && readProperties()
                    : mayBeDeep(from, to) && passedValue(0);
            case '[' -> mayBeDeep(from, to) && passedValue(0);
            case '"' -> cursor.passedText() && field(from, to);
            default -> isPlain(from, to) && passedValue(0);
          };
      if (!read) {
        return false;
      }
    } while (cursor.passed(','));
    return cursor.passed('}');
  }

  private boolean readProperties() {
    hasProperties = true;
    cursor.passed('{');
    do {
      if (!passedName(inner)) {
        return false;
      }
      int span = property(properties++);
      spans[span] = cursor.from();
      spans[span + 1] = cursor.to();
      boolean isText = cursor.next() == '"';
      if (isText ? !cursor.passedText() : !cursor.passedSimple()) {
        return false;
      }
      boolean isNull = !isText && body[cursor.from()] == 'n';
      spans[span + 2] = isNull ? 0 : cursor.from();
      spans[span + 3] = cursor.to();
      open(isText);
    } while (cursor.passed(','));
    return cursor.passed('}');
  }

  /** A value that nobody looks at, so deep inside others. */
  private boolean passedValue(int depth) {
    return switch (cursor.next()) {
      case '{' -> depth < DEEPEST && passedObject(depth);
      case '[' -> depth < DEEPEST && passedList(depth);
      case '"' -> cursor.passedText() && open(true);
      default -> cursor.passedSimple() && open(false);
    };
  }

  private boolean passedObject(int depth) {
    deeper[depth].clear();
    cursor.passed('{');
    if (cursor.next() != '}') {
      do {
        if (!passedName(deeper[depth]) || !passedValue(depth + 1)) {
          return false;
        }
      } while (cursor.passed(','));
    }
    return cursor.passed('}');
  }

  private boolean passedList(int depth) {
    cursor.passed('[');
    if (cursor.next() != ']') {
      do {
        if (!passedValue(depth + 1)) {
          return false;
        }
      } while (cursor.passed(','));
    }
    return cursor.passed(']');
  }

  /** Leaves it open which text or number was just passed; a literal has to stay. */
  private boolean open(boolean isText) {
    if (isText) {
      shape.value(cursor.from(), cursor.to());
    } else if (PlainNumber.mayBegin(body[cursor.from()])) {
      shape.number(cursor.from(), cursor.to());
    }
    return true;
  }

  /** Keeps what the text just passed is to the field of that name. */
  private boolean field(int from, int to) {
    for (var field : FIELDS) {
      if (NAMES[field.place].isAt(body, from, to)) {
        boolean first = begin(field) == 0;
        spans[2 * field.place] = cursor.from();
        spans[2 * field.place + 1] = cursor.to();
        return first && (field == Field.CATEGORY || field == Field.OPERATION || open(true));
      }
    }
    metric |= METRIC.isAt(body, from, to);
    return !PROPERTIES.isAt(body, from, to) && open(true); // may be an object written as a text
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

  /** Likewise, and it holds no records, either. */
  private boolean mayBeDeep(int from, int to) {
    return isPlain(from, to) && !RECORDS.isAt(body, from, to) && !RECORD.isAt(body, from, to);
  }

  /** A name that is new in its object, and the colon behind it. */
  private boolean passedName(FlatNames names) {
    return cursor.passedText()
        && cursor.to() - cursor.from() <= LONGEST_NAME
        && names.add(body, cursor.from(), cursor.to())
        && cursor.passed(':');
  }
}
