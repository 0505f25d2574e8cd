package dev.tunnelwatch.records;

import static dev.tunnelwatch.records.BadBodies.with;
import static dev.tunnelwatch.records.BadCase.in;

import dev.tunnelwatch.model.Category;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows 19 to 39: what stands inside a record, as JSON. */
final class BadJson {

  private BadJson() {}

  static Stream<BadCase> cases() {
    return Stream.of(numbers(), names(), texts(), syntax()).flatMap(cases -> cases);
  }

  private static Stream<BadCase> numbers() {
    return Stream.concat(
        Stream.of(
            in(19, "a number of 5 000 digits", with("\"a\":" + "9".repeat(5_000)), "too_large"),
            in(19, "as a property", properties("\"a\":" + "9".repeat(5_000)), "too_large"),
            in(21, "a counter above 2^63", properties("\"a\":9223372036854775808"), "unrecognised"),
            in(21, "a counter above 2^64", with("\"a\":18446744073709551616"), "event")),
        Stream.concat(
            Stream.of("1e400", "-1e400", "1e1000000000", "1e-1000000000")
                .flatMap(n -> Stream.of(number(20, n, true), number(20, n, false))),
            Stream.concat(
                Stream.of("-0", "1E+2", "0.1e-999", "-0.0", "1e5")
                    .flatMap(n -> Stream.of(number(22, n, true), number(22, n, false))),
                Stream.of(
                        "NaN",
                        "Infinity",
                        "-Infinity",
                        "0x1F",
                        "+1",
                        "01",
                        "-01",
                        ".5",
                        "5.",
                        "1e",
                        "1e+",
                        "-")
                    .flatMap(n -> Stream.of(wrong(n), wrongProperty(n))))));
  }

  private static BadCase number(int row, String number, boolean property) {
    return property
        ? in(row, number + " as a property", properties("\"a\":" + number), "unrecognised")
        : in(row, number + " as a field", with("\"a\":" + number), "event");
  }

  private static BadCase wrong(String number) {
    return in(23, number + " as a field", with("\"a\":" + number), "not_json");
  }

  private static BadCase wrongProperty(String number) {
    return in(23, number + " as a property", properties("\"a\":" + number), "not_json");
  }

  private static Stream<BadCase> names() {
    return Stream.of(
        in(24, "a time twice", with("\"time\":\"2026-03-01T11:00:00Z\""), "duplicate_key"),
        in(24, "a category twice", with("\"category\":\"IKEDiagnosticLog\""), "duplicate_key"),
        in(24, "the same name by an escape", with("\"t\\u0069me\":\"x\""), "duplicate_key"),
        in(24, "a property twice", properties("\"a\":1,\"a\":1"), "duplicate_key"),
        in(
            24,
            "a name twice far inside",
            with("\"a\":[{\"b\":{\"c\":1,\"c\":2}}]"),
            "duplicate_key"),
        in(25, "names that differ by case", with("\"ResourceId\":\"x\",\"Time\":\"y\""), "event"),
        in(25, "properties that differ by case", properties("\"a\":1,\"A\":2"), "unrecognised"),
        in(25, "the two ways to write an accent", with("\"\u00e9\":1,\"e\u0301\":2"), "event"),
        in(
            26,
            "a name of 60 000 characters",
            with("\"" + "n".repeat(60_000) + "\":1"),
            "too_large"),
        in(26, "as a property", properties("\"" + "n".repeat(60_000) + "\":1"), "too_large"),
        in(27, "200 000 names", with(many("n", 200_000)), "too_large"),
        in(27, "200 000 properties", properties(many("n", 200_000)), "too_large"),
        in(27, "4 096 names of one hash", with(collisions(12)), "event"),
        in(27, "4 096 properties of one hash", properties(collisions(12)), "unrecognised"));
  }

  private static Stream<BadCase> texts() {
    return Stream.of(
        in(28, "a message of 1 MB", message("y".repeat(1_000_000)), "unrecognised")
            .telling("y".repeat(1_000)),
        in(28, "a text of 3 MB", message("y".repeat(3_000_000)), "too_large"),
        in(35, "half a surrogate pair", message("a\\ud800b"), "unrecognised").telling("a\uFFFDb"),
        in(35, "a pair the wrong way round", message("\\udc00\\ud800"), "unrecognised")
            .telling("\uFFFD\uFFFD"),
        in(39, "a character 0", message("a\\u0000b"), "unrecognised").telling("a b"));
  }

  private static Stream<BadCase> syntax() {
    return Stream.of(
        in(29, "a property in single quotes", with("\"a\":{'b':'c'}"), "not_json"),
        in(29, "all of it in single quotes", "{'time':'x'}", "not_json"),
        in(30, "a raw new line in a text", message("a\nb"), "not_json"),
        in(30, "a raw tab in a text", message("a\tb"), "not_json"),
        in(30, "a raw character 0 in a text", message("a\0b"), "not_json"),
        in(30, "a raw tab in a name", with("\"a\tb\":1"), "not_json"),
        in(31, "a comma too many", with("\"a\":1,"), "not_json"),
        in(31, "a comma too many in a list", with("\"a\":[1,]"), "not_json"),
        in(31, "a comment", with("/* it */\"a\":1"), "not_json"),
        in(31, "a comment to the end of the line", with("\"a\":1//x"), "not_json"),
        in(31, "a comment with a cross", with("#x\n\"a\":1"), "not_json"),
        in(32, "an escape by x", message("\\x41"), "not_json"),
        in(32, "an escape of nothing", message("\\q"), "not_json"),
        in(32, "an escape by three digits", message("\\u004"), "not_json"));
  }

  private static String many(String name, int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> "\"" + name + n + "\":1")
        .collect(Collectors.joining(","));
  }

  /** Names of as many pairs of letters, of which either has the same hash. */
  private static String collisions(int pairs) {
    return IntStream.range(0, 1 << pairs)
        .mapToObj(
            n ->
                IntStream.range(0, pairs)
                    .mapToObj(bit -> (n >> bit & 1) == 0 ? "Aa" : "BB")
                    .collect(Collectors.joining("", "\"", "\":1")))
        .collect(Collectors.joining(","));
  }

  private static String properties(String fields) {
    return Fixture.record(Category.ROUTE, "BrandNewEvent", "{" + fields + "}");
  }

  private static String message(String text) {
    return properties("\"message\":\"" + text + "\"");
  }
}
