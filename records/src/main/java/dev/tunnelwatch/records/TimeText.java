package dev.tunnelwatch.records;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the forms of time that Azure's services have been seen to write; without a zone, UTC. */
final class TimeText {

  // 2026-03-01T10:02:11.1234567Z   2026-03-01T10:02:11+02:00   2026-03-01T10: 02: 11.5Z
  private static final Pattern ISO =
      Pattern.compile(
          "(?<year>\\d{4})-(?<month>\\d{1,2})-(?<day>\\d{1,2})[Tt ] ?"
              + "(?<hour>\\d{1,2}): ?(?<minute>\\d{2})(?:: ?(?<second>\\d{2}))?"
              + "(?:[.,](?<fraction>\\d{1,18}))? ?(?<zone>[Zz]|[+-]\\d{2}:?\\d{2})?");

  // 3/1/2026 10:02:11   03/01/2026 1:02:11 PM +01:00
  private static final Pattern US =
      Pattern.compile(
          "(?<month>\\d{1,2})/(?<day>\\d{1,2})/(?<year>\\d{4}) "
              + "(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2}))?"
              + "(?:\\.(?<fraction>\\d{1,18}))?(?: ?(?<half>[AaPp][Mm]))?"
              + " ?(?<zone>[Zz]|[+-]\\d{2}:?\\d{2})?");

  private static final int MOST_DIGITS = 9;
  private static final String USUAL = "0000-00-00T00:00:00.";

  private TimeText() {}

  /** Empty when it is of no known form, or names an hour or day that does not exist. */
  static Optional<Instant> parse(String text) {
    var stripped = text.strip();
    try {
      var usual = usual(stripped);
      if (usual.isPresent()) {
        return usual;
      }
      var iso = ISO.matcher(stripped);
      if (iso.matches()) {
        return Optional.of(instant(iso, number(iso, "hour")));
      }
      var us = US.matcher(stripped);
      return us.matches() ? Optional.of(instant(us, hour(us))) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The form of nearly all records, {@code 2026-03-01T10:02:11.1234567Z}; empty for others. */
  private static Optional<Instant> usual(String text) {
    int zone = text.length() - 1;
    if (zone < 21 || zone > 20 + MOST_DIGITS || !isUsual(text, zone)) {
      return Optional.empty();
    }
    int day = number(text, 8, 10);
    int hour = number(text, 11, 13);
    int minute = number(text, 14, 16);
    int second = number(text, 17, 19);
    if (hour > 23 || minute > 59 || second > 59) {
      return Optional.empty();
    }
    int nanos = number(text, 20, zone);
    for (int digits = zone - 20; digits < MOST_DIGITS; digits++) {
      nanos *= 10;
    }
    var date = LocalDate.of(number(text, 0, 4), number(text, 5, 7), day);
    long seconds = date.toEpochDay() * 86_400 + hour * 3_600L + minute * 60L + second;
    return Optional.of(Instant.ofEpochSecond(seconds, nanos));
  }

  private static boolean isUsual(String text, int zone) {
    for (int i = 0; i < zone; i++) {
      char expected = i < USUAL.length() ? USUAL.charAt(i) : '0';
      char c = text.charAt(i);
      if (expected == '0' ? c < '0' || c > '9' : c != expected) {
        return false;
      }
    }
    return text.charAt(zone) == 'Z';
  }

  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + (text.charAt(i) - '0');
    }
    return number;
  }

  private static Instant instant(Matcher time, int hour) {
    int second = time.group("second") == null ? 0 : number(time, "second");
    boolean leap = second == 60;
    return LocalDateTime.of(
            number(time, "year"),
            number(time, "month"),
            number(time, "day"),
            hour,
            number(time, "minute"),
            leap ? 59 : second,
            nanos(time.group("fraction")))
        .plusSeconds(leap ? 1 : 0)
        .toInstant(zone(time.group("zone")));
  }

  private static int hour(Matcher time) {
    int hour = number(time, "hour");
    var half = time.group("half");
    if (half == null) {
      return hour;
    }
    if (hour < 1 || hour > 12) {
      throw new DateTimeException("no such hour");
    }
    return hour % 12 + (half.toUpperCase(Locale.ROOT).equals("PM") ? 12 : 0);
  }

  private static int nanos(@Nullable String fraction) {
    return fraction == null ? 0 : Integer.parseInt((fraction + "000000000").substring(0, 9));
  }

  private static ZoneOffset zone(@Nullable String zone) {
    return zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone.toUpperCase(Locale.ROOT));
  }

  private static int number(Matcher time, String part) {
    return Integer.parseInt(time.group(part));
  }
}
