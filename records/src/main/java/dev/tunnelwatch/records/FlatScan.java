package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
  static final int MOST_NAMES = 16;

  private static final int MOST_VALUES = 64;

  /** Each category of ours has one for each level, and other services theirs. */
  private static final int SHAPES = 16;

  /** Where a new one comes in: it pushes out none that is common, and is pushed out by no other. */
  private static final int NEW = 8;

  private static final Field[] FIELDS = Field.values();
  private static final AsciiName[] NAMES =
      Stream.of(FIELDS).map(field -> AsciiName.of(field.lower)).toArray(AsciiName[]::new);
  private static final AsciiName PROPERTIES = AsciiName.of("properties");
  private static final AsciiName LEVEL = AsciiName.of("level");
  private static final AsciiName METRIC = AsciiName.of("metricname");
  private static final AsciiName RECORD = AsciiName.of("record");
  private static final String MESSAGE = "message";
  private static final String INSTANCE = "instance";
  private static final String IKE = Category.IKE.azureName();
  private static final AsciiName RECORDS = AsciiName.of("records");

  /**
   * Where texts begin and end, in pairs: of each field by its place; then of each property's name
   * and of its value. Begin 0 for what is not there.
   */
  private final int[] spans = new int[2 * FIELDS.length + 4 * MOST_NAMES];

  private final FlatNames outer = new FlatNames(MOST_NAMES);
  private final FlatNames inner = new FlatNames(MOST_NAMES);

  /** Of the records read lately; one that fits moves up, so that the commonest is tried first. */
  private final FlatShape[] shapes =
      Stream.generate(() -> new FlatShape(MOST_VALUES, spans.length))
          .limit(SHAPES)
          .toArray(FlatShape[]::new);

  /** That of the record that is being read; it takes the place of the rarest. */
  private FlatShape shape = new FlatShape(MOST_VALUES, spans.length);

  /** Of the record that was read last. */
  private FlatFacts facts = FlatFacts.NONE;

  /** The shape that the record fitted; null for one that was read anew. */
  private @Nullable FlatShape fitted;

  private int properties;

  private final PlainCursor cursor = new PlainCursor();
  private final FlatRest rest = new FlatRest(cursor);
  private final Messages messages;

  private byte[] body = {};
  private int limit;
  private int begin;
  private int at;
  private boolean metric;
  private boolean hasProperties;

  /** With messages of IKE that may be known. */
  FlatScan(Messages messages) {
    this.messages = messages;
  }

  /** Behind the record that was read last. */
  int end() {
    return at;
  }

  /** Of that record. */
  int length() {
    return at - begin;
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
    begin = from;
    return (fits(from) || readAnew(from)) && length() <= StrictJson.MAX_RECORD;
  }

  private boolean fits(int from) {
    for (int i = 0; i < SHAPES; i++) {
      var tried = shapes[i];
      int end = tried.fit(body, from, limit, messages);
      if (end >= 0) {
        shapes[i] = shapes[Math.max(0, i - 1)];
        shapes[Math.max(0, i - 1)] = tried;
        fitted = tried;
        facts = tried.facts();
        at = end;
        return true;
      }
    }
    return false;
  }

  private boolean readAnew(int from) {
    cursor.begin(body, from, limit);
    fitted = null;
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
      facts = factsFound();
      int message = facts.ike() ? begin(facts.message()) : 0;
      shape.end(body, from, at, spans, property(properties), facts, message);
      var replaced = shapes[SHAPES - 1];
      System.arraycopy(shapes, NEW, shapes, NEW + 1, SHAPES - 1 - NEW);
      shapes[NEW] = shape;
      shape = replaced;
    }
    return read;
  }

  private FlatFacts factsFound() {
    var category = word(Field.CATEGORY);
    var operation = word(Field.OPERATION);
    var names = new ArrayList<String>(properties);
    int message = -1;
    int instance = -1;
    boolean usual =
        category.filter(IKE::equals).isPresent()
            && operation.filter(IkeLines.OPERATION::equals).isPresent()
            && begin(Field.RESOURCE_ID) > 0
            && begin(Field.TIME) > 0
            && !metric;
    for (int i = 0; i < properties; i++) {
      var name = AsciiText.string(body, span(property(i)), span(property(i) + 1));
      names.add(name.toLowerCase(Locale.ROOT));
      if (names.getLast().equals(MESSAGE)) {
        usual &= message < 0 && begin(i) > 0;
        message = i;
      } else if (names.getLast().equals(INSTANCE)) {
        usual &= instance < 0 && begin(i) > 0;
        instance = i;
      }
    }
    return new FlatFacts(
        category, operation, metric, hasProperties, names, usual ? message : -1, instance);
  }

  private Optional<String> word(Field field) {
    int begin = begin(field);
    return begin == 0 ? Optional.empty() : Optional.of(AsciiText.string(body, begin, end(field)));
  }

  /** Where the spans of a property are. */
  private static int property(int number) {
    return 2 * FIELDS.length + 4 * number;
  }

  FlatFacts facts() {
    return facts;
  }

  private int span(int number) {
    return fitted == null ? spans[number] : fitted.place(number);
  }

  /** Where the text of a field begins; 0 when it is not there. */
  int begin(Field field) {
    return span(2 * field.place);
  }

  int end(Field field) {
    return span(2 * field.place + 1);
  }

  /** Where a property's value begins; 0 for a null. */
  int begin(int number) {
    return span(property(number) + 2);
  }

  int end(int number) {
    return span(property(number) + 3);
  }

  /** Of the record that was read last. */
  Heading heading(Recent<String> texts) {
    var resourceId = text(Field.RESOURCE_ID, texts);
    boolean log =
        facts.category().isPresent()
            || resourceId.isPresent()
            || facts.operation().isPresent()
            || begin(Field.TIME) > 0
            || begin(Field.TIME_STAMP) > 0;
    return new Heading(facts.category(), resourceId, facts.metric(), log);
  }

  /** The record that was read last. */
  RawRecord raw(Heading heading, Recent<String> texts) {
    return new RawRecord(
        heading,
        facts.operation(),
        word(begin(Field.TIME) > 0 ? Field.TIME : Field.TIME_STAMP),
        Optional.of(facts.hasProperties() ? properties(texts) : Properties.NONE));
  }

  private Optional<String> text(Field field, Recent<String> texts) {
    int begin = begin(field);
    return begin == 0 ? Optional.empty() : Optional.of(texts.of(body, begin, end(field)));
  }

  /** Of a record that has some. */
  Properties properties(Recent<String> texts) {
    var found = new Properties.Builder();
    for (int i = 0; i < facts.names().size(); i++) {
      int begin = begin(i);
      if (begin > 0) {
        var name = facts.names().get(i);
        if (end(i) - begin > LongText.MOST) {
          found.add(name, LongText.of(body, begin, end(i)));
        } else {
          found.add(
              name,
              name.equals(MESSAGE)
                  ? AsciiText.string(body, begin, end(i))
                  : texts.of(body, begin, end(i)));
        }
      }
    }
    return found.build();
  }

  private boolean record() {
    cursor.passed('{');
    do {
      if (!outer.passed(cursor)) {
        return false;
      }
      int from = cursor.from();
      int to = cursor.to();
      boolean read =
          switch (cursor.next()) {
            case '{' ->
                PROPERTIES.isAt(body, from, to)
                    ? !hasProperties && readProperties()
                    : mayBeDeep(from, to) && rest.passed(shape);
            case '[' -> mayBeDeep(from, to) && rest.passed(shape);
            case '"' -> cursor.passedText() && field(from, to);
            default -> isPlain(from, to) && rest.passed(shape);
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
      if (!inner.passed(cursor)) {
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
      shape.open(cursor, isText);
    } while (cursor.passed(','));
    return cursor.passed('}');
  }

  /** Keeps what the text just passed is to the field of that name. */
  private boolean field(int from, int to) {
    for (var field : FIELDS) {
      if (NAMES[field.place].isAt(body, from, to)) {
        boolean first = begin(field) == 0;
        spans[2 * field.place] = cursor.from();
        spans[2 * field.place + 1] = cursor.to();
        return first
            && (field == Field.CATEGORY || field == Field.OPERATION || shape.open(cursor, true));
      }
    }
    metric |= METRIC.isAt(body, from, to);
    if (LEVEL.isAt(body, from, to)) {
      return true; // one of a few words: as much as the names around it
    }
    return !PROPERTIES.isAt(body, from, to)
        && shape.open(cursor, true); // may be an object written as a text
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
}
