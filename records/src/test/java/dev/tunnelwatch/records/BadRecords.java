package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.BadBodies.with;
import static dev.tunnelwatch.records.BadCase.in;

import dev.tunnelwatch.model.Category;
import java.util.stream.Stream;

/** Rows 40 to 81: JSON as it should be, in which something is missing, odd or hostile. */
final class BadRecords {

  private static final String PLAIN = Fixture.tunnel("TunnelDisconnected", "as it is");

  private BadRecords() {}

  static Stream<BadCase> cases() {
    return Stream.of(times(), headings(), properties(), hostile(), bounds(), addresses())
        .flatMap(cases -> cases);
  }

  private static Stream<BadCase> times() {
    return Stream.concat(
        Stream.of(
            in(40, "no time", PLAIN.replace("\"time\"", "\"tme\""), "undated"),
            in(
                40,
                "a time that is null",
                PLAIN.replace('"' + Fixture.TIME + '"', "null"),
                "undated"),
            in(
                40,
                "a time that is a number",
                PLAIN.replace('"' + Fixture.TIME + '"', "1772359331123"),
                "undated"),
            in(
                40,
                "a time that is a list",
                PLAIN.replace('"' + Fixture.TIME + '"', "[\"" + Fixture.TIME + "\"]"),
                "undated"),
            timed(41, "0001-01-01T00:00:00Z", "undated"),
            timed(41, "1601-01-01T00:00:00Z", "undated"),
            timed(41, "1970-01-01T00:00:00Z", "undated"),
            timed(42, "9999-12-31T23:59:59.9999999Z", "undated"),
            timed(43, "2026-03-01:54:46.86Z", "undated"),
            timed(43, "soon", "undated"),
            timed(43, "", "undated"),
            timed(43, "2026-02-30T10:00:00Z", "undated"),
            timed(43, "2026-03-01T24:00:00Z", "undated"),
            timed(43, "\u0662\u0660\u0662\u0666-03-01T10:02:11Z", "undated"),
            timed(43, "1".repeat(100_000), "undated")),
        Stream.of(
                "2026-03-01T10:02:11.1234567Z",
                "2026-03-01T10:02:11.123456789Z",
                "2026-03-01T12:02:11+02:00",
                "2026-03-01t10:02:11z",
                "2026-03-01T10:01:60Z",
                "2026-03-01T10:02:11",
                "3/1/2026 10:02:11 AM",
                "03/01/2026 11:02:11 AM +01:00",
                "2026-03-01T10: 02: 11.5Z",
                "2026-03-01T10:02Z")
            .map(time -> timed(44, time, "event")));
  }

  private static BadCase timed(int row, String time, String becomes) {
    var title = time.length() > 40 ? time.length() + " digits" : "'" + time + "'";
    return in(row, "the time " + title, PLAIN.replace(Fixture.TIME, time), becomes);
  }

  private static Stream<BadCase> headings() {
    var id = Fixture.GATEWAY;
    return Stream.of(
        in(48, "a record written twice", BadCase.B, "B"),
        in(51, "no resource", PLAIN.replace("resourceId", "resource"), "no_resource_id"),
        in(51, "a resource that is null", PLAIN.replace('"' + id + '"', "null"), "no_resource_id"),
        in(52, "a resource that is a word", PLAIN.replace(id, "gw-weu"), "bad_resource_id"),
        in(52, "one with a part missing", PLAIN.replace("/PROVIDERS", ""), "bad_resource_id"),
        in(
            52,
            "one with a part too long",
            PLAIN.replace("GW-WEU", "G".repeat(91)),
            "bad_resource_id"),
        in(
            52,
            "one with a part too many",
            PLAIN.replace("GW-WEU", "GW-WEU/a/b"),
            "bad_resource_id"),
        in(52, "another tenant's", PLAIN.replace("00000000-0000", "ffffffff-ffff"), "event"),
        in(
            53,
            "a resource in small letters",
            PLAIN.replace(id, id.toLowerCase(java.util.Locale.ROOT)),
            "event"),
        in(54, "an unknown category", PLAIN.replace("TunnelDiagnosticLog", "NewLog"), "category"),
        in(
            54,
            "a category as the activity log writes it",
            PLAIN.replace(
                "\"TunnelDiagnosticLog\"",
                "{\"value\":\"Administrative\",\"localizedValue\":\"x\"}"),
            "category"),
        in(
            54,
            "one of ours in that form",
            PLAIN.replace(
                "\"TunnelDiagnosticLog\"",
                "{\"value\":\"TunnelDiagnosticLog\",\"localizedValue\":\"x\"}"),
            "event"),
        in(
            54,
            "a category that is a number",
            PLAIN.replace("\"TunnelDiagnosticLog\"", "7"),
            "no_category"),
        in(
            54,
            "another kind of resource",
            PLAIN.replace("VIRTUALNETWORKGATEWAYS", "AZUREFIREWALLS"),
            "resource"),
        in(58, "unknown fields", with("\"new\":{\"a\":[1,{}]},\"x\":null"), "event"));
  }

  private static Stream<BadCase> properties() {
    var name = "\"message\":\"dpd timeout\"";
    return Stream.of(
        in(55, "properties in a text", asText("{\\\"message\\\":\\\"it\\\"}"), "unrecognised")
            .telling("it"),
        in(55, "a name twice in that text", asText("{\\\"a\\\":1,\\\"a\\\":1}"), "bad_properties"),
        in(
            55,
            "too deep in that text",
            asText("{\\\"a\\\":" + "[".repeat(70) + "]".repeat(70) + "}"),
            "bad_properties"),
        in(55, "something behind it in that text", asText("{} x"), "bad_properties"),
        in(55, "that text is cut", asText("{\\\"a\\\":"), "bad_properties"),
        in(55, "that text is a sentence", asText("plain words"), "unrecognised")
            .telling("plain words"),
        in(56, "no properties", PLAIN.replace("\"properties\"", "\"x\""), "unrecognised"),
        in(56, "properties that are null", route("null"), "unrecognised"),
        in(56, "properties that are a list", route("[{" + name + "}]"), "unrecognised"),
        in(56, "properties that are a number", route("-1.5"), "unrecognised"),
        in(57, "a level that is a list", with("\"level\":[]"), "event"),
        in(57, "a level that is a number", with("\"Level\":4"), "event"),
        in(
            57,
            "a duration that is a word",
            with("\"durationMs\":\"abc\",\"identity\":\"me\""),
            "event"),
        in(
            57,
            "an instance that is a number",
            PLAIN.replace("\"GatewayTenantWorker_IN_1\"", "1"),
            "unrecognised"),
        in(57, "a message that is an object", route("{\"message\":{\"a\":1}}"), "unrecognised"),
        in(
            57,
            "an operation that is a number",
            PLAIN.replace("\"TunnelDisconnected\"", "7"),
            "no_operation"),
        in(
            59,
            "an operation nobody knows",
            Fixture.said(Category.TUNNEL, "TunnelVanished", "it did"),
            "unrecognised"),
        in(59, "a reason nobody knows", PLAIN.replace("as it is", "the moon was full"), "event"));
  }

  private static Stream<BadCase> hostile() {
    return Stream.of(
        told(60, "a forged line", "ok\\r\\n2026-03-01 ERROR", "ok  2026-03-01 ERROR"),
        told(60, "a line's end of Unicode", "a\u2028b\u0085c", "a b c"),
        told(61, "escapes of a terminal", "\\u001b]52;c;x\\u0007 \\u009b31m", " ]52;c;x   31m"),
        told(62, "a script", "<script>alert(1)</script>", "<script>alert(1)</script>"),
        told(
            66, "a template", "{{.x}} ${jndi:ldap://x} #{y} %s", "{{.x}} ${jndi:ldap://x} #{y} %s"),
        told(68, "marks that turn the direction", "a\u202Eb\u200Bc\u2066d", "a b c d"),
        told(69, "a path", "../../etc/x %2e%2e", "../../etc/x %2e%2e"),
        in(69, "a path as a resource", PLAIN.replace("GW-WEU", "../../../etc"), "bad_resource_id"),
        in(
            78,
            "names that some libraries act on",
            route("{\"@class\":\"a.B\",\"@type\":\"c\"}"),
            "unrecognised"),
        in(
            79,
            "names that a page could act on",
            route("{\"__proto__\":{\"a\":1},\"constructor\":1}"),
            "unrecognised"));
  }

  private static Stream<BadCase> bounds() {
    return Stream.of(
        in(
            72,
            "much that is nearly an address",
            route("{\"message\":\"" + "1.1.1.".repeat(100_000) + "!\"}"),
            "unrecognised"),
        in(
            73,
            "a category made by chance",
            PLAIN.replace("TunnelDiagnosticLog", "c8f3a1"),
            "category"),
        in(75, "a thousand gateways", strangers(), "event ".repeat(1_000).strip()),
        told(
            81,
            "a message cut between characters",
            "\uD83D\uDE00".repeat(1_001),
            "\uD83D\uDE00".repeat(1_000)));
  }

  private static String strangers() {
    var all = new StringBuilder();
    for (int i = 0; i < 1_000; i++) {
      all.append(i == 0 ? "" : ",").append(PLAIN.replace("GW-WEU", "gw" + i));
    }
    return all.toString();
  }

  private static Stream<BadCase> addresses() {
    return Stream.of(
        at("::ffff:203.0.113.7", "event"),
        at("[2001:db8::1]:500", "event"),
        at("2001:DB8:0:0::1", "event"),
        at("203.0.113.7:500", "event"),
        at("203.0.113.7:65536", "event"),
        at("010.0.0.1", "bad_address"),
        at("0x7f.0.0.1", "bad_address"),
        at("3405803783", "bad_address"),
        at("203.0.113", "bad_address"),
        at("203.0.113.256", "bad_address"),
        at("fe80::1%eth0", "bad_address"),
        at("fe80::1%1", "bad_address"),
        at("gateway.example.com", "bad_address"),
        at("203.0.x.x", "bad_address"));
  }

  private static BadCase at(String address, String becomes) {
    return in(80, "the address " + address, PLAIN.replace("203.0.113.7", address), becomes);
  }

  private static BadCase told(int row, String title, String message, String text) {
    return in(row, title, route("{\"message\":\"" + message + "\"}"), "unrecognised").telling(text);
  }

  private static String route(String properties) {
    return Fixture.record(Category.ROUTE, "BrandNewEvent", properties);
  }

  private static String asText(String text) {
    return route('"' + text + '"');
  }
}
