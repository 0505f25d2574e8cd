package dev.tunnelwatch.records;

import dev.tunnelwatch.model.IpAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The parts of an IKE message: one of its three forms, or a line without any prefix.
 *
 * @param session the negotiation's id
 * @param fields of the form with bracketed keys, names squeezed; empty in the others
 * @param text what is said, without the prefix
 */
record IkeLine(
    Optional<String> session,
    Optional<IpAddress> remote,
    Optional<IpAddress> local,
    Map<String, String> fields,
    String text) {

  // SESSION_ID :{0a1b…} Remote 203.0.113.7:500: Local 198.51.100.4:500: [SEND][SA_INIT] Sending …
  private static final Pattern PREFIXED =
      Pattern.compile(
          "(?is)\\s{0,8}(?:SESSION_ID ?: ?\\{(?<session>[0-9a-f-]{1,40})\\}:?\\s{0,8})?"
              + "(?:Remote (?<remote>\\S{1,60}?):?\\s{1,8}Local (?<local>\\S{1,60}?):?(?:\\s{1,8}|(?=\\[)))?"
              + "(?<text>.*)");

  // (Error)[Remote] 203.0.113.7:4500 [Local] 198.51.100.4:4500 [SESSION_ID] {0a1b…} [IkeEvent] …
  private static final Pattern KEY =
      Pattern.compile(
          "(?i)\\[(Remote|Local|SESSION_ID|ConnType|TunnelId|TSId|IkeEvent|SA_type"
              + "|FailureDirection|SAEstablished|ErrorCode|ErrorMessage)\\]");

  static IkeLine parse(String message) {
    var fields = fields(message);
    return fields.isEmpty() ? prefixed(message) : keyed(message, fields);
  }

  Optional<String> field(String squeezedName) {
    return Optional.ofNullable(fields.get(squeezedName)).filter(value -> !value.isEmpty());
  }

  private static IkeLine keyed(String message, Map<String, String> fields) {
    return new IkeLine(
        Optional.ofNullable(fields.get("sessionid")).map(id -> id.replaceAll("[{}]", "")),
        Optional.ofNullable(fields.get("remote")).flatMap(Addresses::ofEndpoint),
        Optional.ofNullable(fields.get("local")).flatMap(Addresses::ofEndpoint),
        fields,
        message);
  }

  private static IkeLine prefixed(String message) {
    var parts = PREFIXED.matcher(message);
    if (!parts.matches()) {
      throw new IllegalStateException("the pattern matches every text");
    }
    return new IkeLine(
        Optional.ofNullable(parts.group("session")),
        Optional.ofNullable(parts.group("remote")).flatMap(Addresses::ofEndpoint),
        Optional.ofNullable(parts.group("local")).flatMap(Addresses::ofEndpoint),
        Map.of(),
        parts.group("text"));
  }

  /** A value runs up to the next key; the order of keys is not fixed. */
  private static Map<String, String> fields(String message) {
    var fields = new LinkedHashMap<String, String>();
    var key = KEY.matcher(message);
    boolean found = key.find();
    while (found) {
      var name = Words.squeeze(key.group(1));
      int from = key.end();
      found = key.find();
      int to = found ? key.start() : message.length();
      fields.putIfAbsent(name, message.substring(from, to).strip());
    }
    return fields;
  }
}
