package dev.tunnelwatch.records;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.model.Presence;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/** Records in the documented form, written by us. */
final class Fixture {

  static final String GATEWAY =
      "/SUBSCRIPTIONS/00000000-0000-0000-0000-000000000001/RESOURCEGROUPS/NET"
          + "/PROVIDERS/MICROSOFT.NETWORK/VIRTUALNETWORKGATEWAYS/GW-WEU";
  static final String TIME = "2026-03-01T10:02:11.1234567Z";
  static final Origin ORIGIN =
      new Origin("hub/3/42#0", Optional.of(Instant.parse("2026-03-01T10:03:00Z")));

  private static final RecordReader READER = new RecordReader(Pseudonyms.redacted());

  private Fixture() {}

  /** A record with these properties, which are JSON. */
  static String record(Category category, String operation, String properties) {
    return """
        {"time":"%s","resourceId":"%s","category":"%s","operationName":"%s","level":"Info",\
        "properties":%s}"""
        .formatted(TIME, GATEWAY, category.azureName(), operation, properties);
  }

  /** A record with a message, of instance 0. */
  static String said(Category category, String operation, String message) {
    return record(
        category,
        operation,
        "{\"instance\":\"GatewayTenantWorker_IN_0\",\"message\":\"%s\"}"
            .formatted(message.replace("\\", "\\\\").replace("\"", "\\\"")));
  }

  static String ike(String message) {
    return said(Category.IKE, "IKELogEvent", message);
  }

  static String p2s(String message) {
    return said(Category.P2S, "P2SLogEvent", message);
  }

  static String tunnel(String operation, String reason) {
    return record(
        Category.TUNNEL,
        operation,
        """
        {"instance":"GatewayTenantWorker_IN_1","remoteIP":"203.0.113.7","status":"%s",\
        "stateChangeReason":"%s"}"""
            .formatted(operation.substring("Tunnel".length()), reason));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Reading read(String record) {
    return READER.read(bytes(record), ORIGIN);
  }

  /** The event a record makes; fails where it makes none. */
  static GatewayEvent event(String record) {
    var reading = read(record);
    if (reading instanceof Reading.Event(var event, _)) {
      return event;
    }
    throw new AssertionError("expected an event, got " + reading);
  }

  /** What is left of a routine record; fails where it is not routine. */
  static Presence presence(String record) {
    var reading = read(record);
    if (reading instanceof Reading.Routine(var presence)) {
      return presence;
    }
    throw new AssertionError("expected a routine line, got " + reading);
  }
}
