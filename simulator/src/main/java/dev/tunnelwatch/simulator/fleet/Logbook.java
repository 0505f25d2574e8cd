package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Category;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes down what gateways say, as records in Azure's form, until the run ends. */
final class Logbook {

  /** Azure writes seven digits, also where they are noughts. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Instant end;
  private final List<LogRecord> records = new ArrayList<>();

  Logbook(Instant end) {
    this.end = end;
  }

  Instant end() {
    return end;
  }

  List<LogRecord> records() {
    return records;
  }

  /** What was taken down since the last time this was asked. */
  List<LogRecord> drain() {
    var taken = List.copyOf(records);
    records.clear();
    return taken;
  }

  /** Takes down a record of something else, unless the run is over. */
  void foreign(LogRecord record) {
    if (record.at().isBefore(end)) {
      records.add(record);
    }
  }

  /** A time as Azure writes it. */
  static String time(Instant at) {
    return TIME.format(at);
  }

  /**
   * What one record says; {@code configuration} is nested in its properties, a level written,
   * unless empty.
   */
  record Statement(
      Category category,
      String operationName,
      String level,
      Map<String, String> properties,
      Map<String, String> configuration,
      String text) {}

  /** Takes one statement down; nothing is heard any more once the run is over. */
  void write(Instant at, FleetGateway gateway, Statement said) {
    if (!at.isBefore(end)) {
      return;
    }
    var json =
        Json.text(
            out -> {
              out.writeStartObject();
              out.writeStringField("time", TIME.format(at));
              out.writeStringField("resourceId", gateway.loggedId());
              out.writeStringField("category", said.category().azureName());
              out.writeStringField("operationName", said.operationName());
              if (!said.level().isEmpty()) {
                out.writeStringField("level", said.level());
              }
              out.writeStringField("location", gateway.location());
              out.writeObjectFieldStart("properties");
              for (var property : said.properties().entrySet()) {
                out.writeStringField(property.getKey(), property.getValue());
              }
              if (!said.configuration().isEmpty()) {
                out.writeObjectFieldStart("configuration");
                for (var property : said.configuration().entrySet()) {
                  out.writeStringField(property.getKey(), property.getValue());
                }
                out.writeEndObject();
              }
              out.writeEndObject();
              out.writeEndObject();
            });
    records.add(
        new LogRecord(
            at,
            gateway.id(),
            said.category().azureName(),
            said.operationName(),
            said.text(),
            json));
  }
}
