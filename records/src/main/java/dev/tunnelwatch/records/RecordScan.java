package dev.tunnelwatch.records;

import static java.util.Map.entry;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One pass over the tokens of an object that may be a record. Names count without case; where two
 * differ only in case the first has its say. Every token is checked, whether it is wanted or not.
 */
final class RecordScan {

  /** The fields that are looked at. */
  private enum Field {
    CATEGORY,
    RESOURCE_ID,
    OPERATION,
    TIME,
    TIME_STAMP,
    METRIC,
    PROPERTIES,
    RECORD,
    RECORDS,
    OTHER
  }

  /** In lower case, and as Azure mostly writes them, which saves the lowering. */
  private static final Map<String, Field> FIELDS =
      Map.ofEntries(
          entry("category", Field.CATEGORY),
          entry("resourceid", Field.RESOURCE_ID),
          entry("resourceId", Field.RESOURCE_ID),
          entry("operationname", Field.OPERATION),
          entry("operationName", Field.OPERATION),
          entry("time", Field.TIME),
          entry("timestamp", Field.TIME_STAMP),
          entry("timeStamp", Field.TIME_STAMP),
          entry("metricname", Field.METRIC),
          entry("metricName", Field.METRIC),
          entry("properties", Field.PROPERTIES),
          entry("record", Field.RECORD),
          entry("records", Field.RECORDS),
          entry("level", Field.OTHER));

  private final Tokens tokens;
  private final JsonParser json;
  private final boolean wantsProperties;

  private Optional<String> category = Optional.empty();
  private Optional<String> resourceId = Optional.empty();
  private Optional<String> operation = Optional.empty();
  private Optional<String> time = Optional.empty();
  private Optional<String> timeStamp = Optional.empty();
  private Optional<Properties.Builder> properties = Optional.empty();
  private OptionalInt recordsAt = OptionalInt.empty();
  private boolean metric;
  private boolean log;
  private boolean broken;
  private boolean holdsRecord;

  private RecordScan(Tokens tokens, boolean wantsProperties) {
    this.tokens = tokens;
    this.json = tokens.json();
    this.wantsProperties = wantsProperties;
  }

  /** Reads to the end of the object whose start is the current token. */
  static RawRecord read(Tokens tokens) throws IOException {
    var scan = new RecordScan(tokens, true);
    scan.object(false);
    return scan.record();
  }

  /** Likewise; empty for what is an envelope or holds a record, as our export does. */
  static Optional<RawRecord> readAlone(Tokens tokens) throws IOException {
    var scan = new RecordScan(tokens, true);
    scan.object(true);
    return scan.recordsAt.isPresent() || scan.holdsRecord
        ? Optional.empty()
        : Optional.of(scan.record());
  }

  /**
   * Likewise, but only for what tells whose it is. Where the object turns out to be an envelope,
   * reading stops in front of the first of its {@code records}.
   */
  static RecordScan peek(Tokens tokens) throws IOException {
    var scan = new RecordScan(tokens, false);
    scan.object(true);
    return scan;
  }

  /** Likewise, where an envelope has no place: a list of records inside a record is no record. */
  static RecordScan peekInside(Tokens tokens) throws IOException {
    var scan = new RecordScan(tokens, false);
    scan.object(false);
    return scan;
  }

  private RawRecord record() {
    return new RawRecord(
        heading(),
        operation,
        time.isPresent() ? time : timeStamp,
        broken
            ? Optional.empty()
            : Optional.of(properties.map(Properties.Builder::build).orElse(Properties.NONE)));
  }

  Heading heading() {
    return new Heading(category, resourceId, metric, log);
  }

  /** Of an envelope: the offset behind the bracket that opens its records. */
  OptionalInt recordsAt() {
    return recordsAt;
  }

  private void object(boolean mayBeEnvelope) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new IOException("no object");
    }
    int object = tokens.names().open();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      tokens.names().add(object, json);
      var field = field(json.currentName());
      json.nextToken();
      if (mayBeEnvelope && field == Field.RECORDS && json.hasToken(JsonToken.START_ARRAY)) {
        recordsAt = OptionalInt.of((int) json.currentLocation().getByteOffset());
        return;
      }
      read(field);
      tokens.skip();
    }
    tokens.names().close(object);
  }

  private static Field field(String name) {
    var field = FIELDS.get(name);
    return field == null ? FIELDS.getOrDefault(name.toLowerCase(Locale.ROOT), Field.OTHER) : field;
  }

  private void read(Field field) throws IOException {
    switch (field) {
      case CATEGORY -> category = first(category, worded());
      case RESOURCE_ID -> resourceId = first(resourceId, text());
      case OPERATION -> operation = first(operation, wantsProperties ? worded() : operation);
      case TIME -> time = first(time, wantsProperties ? text() : time);
      case TIME_STAMP -> timeStamp = first(timeStamp, wantsProperties ? text() : timeStamp);
      case METRIC -> metric = true;
      case PROPERTIES -> {
        if (wantsProperties && properties.isEmpty()) {
          properties = Optional.of(new Properties.Builder());
          broken = !PropertyScan.read(tokens, properties.get());
        }
      }
      case RECORD -> holdsRecord = true;
      case RECORDS, OTHER -> {}
    }
  }

  private Optional<String> first(Optional<String> known, Optional<String> here) {
    log = true;
    return known.isEmpty() ? here : known;
  }

  /** Of one that is too long to be any of these its beginning, which is too long as well. */
  private Optional<String> text() throws IOException {
    if (!json.hasToken(JsonToken.VALUE_STRING)) {
      return Optional.empty();
    }
    return Optional.of(
        json.getTextLength() > LongText.MOST ? LongText.of(json).whole() : json.getText());
  }

  /** A text, or that of {@code {"value":…,"localizedValue":…}} as the activity log has it. */
  private Optional<String> worded() throws IOException {
    if (!json.hasToken(JsonToken.START_OBJECT)) {
      return text();
    }
    Optional<String> value = Optional.empty();
    int object = tokens.names().open();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      tokens.names().add(object, json);
      boolean wanted = value.isEmpty() && json.currentName().equalsIgnoreCase("value");
      json.nextToken();
      value = wanted ? text() : value;
      tokens.skip();
    }
    tokens.names().close(object);
    return value;
  }
}
