package dev.tunnelwatch.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One pass over the tokens of an object that may be a record. Names count without case; where two
 * differ only in case the first has its say. Every token is checked, whether it is wanted or not.
 */
final class RecordScan {

  private final JsonParser json;
  private final boolean wantsProperties;

  private Optional<String> category = Optional.empty();
  private Optional<String> resourceId = Optional.empty();
  private Optional<String> operation = Optional.empty();
  private Optional<String> time = Optional.empty();
  private Optional<String> timeStamp = Optional.empty();
  private Optional<SortedMap<String, String>> properties = Optional.empty();
  private OptionalInt recordsAt = OptionalInt.empty();
  private boolean metric;
  private boolean log;
  private boolean broken;

  private RecordScan(JsonParser json, boolean wantsProperties) {
    this.json = json;
    this.wantsProperties = wantsProperties;
  }

  /** Reads to the end of the object whose start is the next token. */
  static RawRecord read(JsonParser json) throws IOException {
    var scan = new RecordScan(json, true);
    scan.object(false);
    return new RawRecord(
        scan.heading(),
        scan.operation,
        scan.time.or(() -> scan.timeStamp),
        scan.broken
            ? Optional.empty()
            : Optional.of(scan.properties.map(Properties::new).orElse(Properties.NONE)));
  }

  /**
   * Likewise, but only for what tells whose it is. Where the object turns out to be an envelope,
   * reading stops in front of the first of its {@code records}.
   */
  static RecordScan peek(JsonParser json) throws IOException {
    var scan = new RecordScan(json, false);
    scan.object(true);
    return scan;
  }

  /** Likewise, where an envelope has no place: a list of records inside a record is no record. */
  static RecordScan peekInside(JsonParser json) throws IOException {
    var scan = new RecordScan(json, false);
    scan.object(false);
    return scan;
  }

  Heading heading() {
    return new Heading(category, resourceId, metric, log);
  }

  /** Of an envelope: the offset behind the bracket that opens its records. */
  OptionalInt recordsAt() {
    return recordsAt;
  }

  private void object(boolean mayBeEnvelope) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException("no object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName().toLowerCase(Locale.ROOT);
      json.nextToken();
      if (mayBeEnvelope && name.equals("records") && json.currentToken() == JsonToken.START_ARRAY) {
        recordsAt = OptionalInt.of((int) json.currentLocation().getByteOffset());
        return;
      }
      field(name);
    }
  }

  private void field(String name) throws IOException {
    switch (name) {
      case "category" -> {
        log = true;
        category = first(category);
      }
      case "resourceid" -> {
        log = true;
        resourceId = first(resourceId);
      }
      case "operationname" -> {
        log = true;
        operation = first(operation);
      }
      case "time" -> {
        log = true;
        time = first(time);
      }
      case "timestamp" -> {
        log = true;
        timeStamp = first(timeStamp);
      }
      case "metricname" -> metric = true;
      case "properties" -> {
        if (wantsProperties && properties.isEmpty()) {
          properties = Optional.of(new TreeMap<>());
          broken = !PropertyScan.read(json, properties.get());
        }
      }
      default -> {}
    }
    json.skipChildren();
  }

  private Optional<String> first(Optional<String> known) throws IOException {
    return known.isEmpty() && json.currentToken() == JsonToken.VALUE_STRING
        ? Optional.of(json.getText())
        : known;
  }
}
