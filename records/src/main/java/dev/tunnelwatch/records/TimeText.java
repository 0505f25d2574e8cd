package dev.tunnelwatch.records;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
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

  private static final Pattern ZONE = Pattern.compile("([Zz]|[+-]\\d{2}:?\\d{2})$");

  private static final int LONGEST = 64;
  private static final int MOST_DIGITS = 9;
  private static final String USUAL = "0000-00-00T00:00:00.";

  private TimeText() {}

  /** Empty when it is of no known form, or names an hour or day that does not exist. */
  static Optional<Instant> parse(String text) {
    var stripped = text.strip();
    if (stripped.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      var bytes = stripped.getBytes(StandardCharsets.ISO_8859_1);
      var usual = usual(bytes, 0, bytes.length);
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

  /** Whether a time that can be read says of which zone it is. */
  static boolean namesZone(String text) {
    return text.endsWith("Z") || ZONE.matcher(text.strip()).find();
  }

  /**
   * The form of nearly all records, {@code 2026-03-01T10:02:11.1234567Z}, with or without a
   * fraction; empty for others.
   */
  static Optional<Instant> usual(byte[] text, int from, int to) {
    int fraction = from + USUAL.length();
    int zone = to - 1;
    boolean whole = zone == fraction - 1;
    if ((!whole && (zone <= fraction || zone > fraction + MOST_DIGITS))
        || !isUsual(text, from, zone)) {
      return Optional.empty();
    }
    int year = number(text, from, from + 4);
    int month = number(text, from + 5, from + 7);
    int day = number(text, from + 8, from + 10);
    int hour = number(text, from + 11, from + 13);
    int minute = number(text, from + 14, from + 16);
    int second = number(text, from + 17, from + 19);
    if (month < 1 || month > 12 || day < 1 || (day > 28 && day > lengthOf(year, month))) {
      return Optional.empty();
    }
    if (hour > 23 || minute > 59 || second > 59) {
      return Optional.empty();
    }
    int nanos = whole ? 0 : number(text, fraction, zone);
    for (int digits = zone - fraction; digits < MOST_DIGITS; digits++) {
      nanos *= 10;
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    long seconds = days * 86_400 + hour * 3_600L + minute * 60L + second;
    return Optional.of(Instant.ofEpochSecond(seconds, nanos));
  }

  private static int lengthOf(int year, int month) {
    return YearMonth.of(year, month).lengthOfMonth();
  }

  private static boolean isUsual(byte[] text, int from, int zone) {
    for (int i = from; i < zone; i++) {
      char expected = i - from < USUAL.length() ? USUAL.charAt(i - from) : '0';
      byte b = text[i];
      if (expected == '0' ? b < '0' || b > '9' : b != expected) {
        return false;
      }
    }
    return text[zone] == 'Z';
  }

  private static int number(byte[] text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      number = 10 * number + (text[i] - '0');
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
