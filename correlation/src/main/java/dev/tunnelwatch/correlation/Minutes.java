package dev.tunnelwatch.correlation;

import java.time.Duration;
import java.time.Instant;

/** The grid of minutes and hours on which routine lines leave their bits (rule 9). */
final class Minutes {
  private static final long HOUR = Duration.ofHours(1).toSeconds();

  private Minutes() {}

  /** Minutes since 1970. */
  static long of(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), 60);
  }

  /** Hours since 1970. */
  static long hour(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), HOUR);
  }

  static Instant start(long minute) {
    return Instant.ofEpochSecond(minute * 60);
  }

  /** Text that sorts as time does; {@code Instant.toString} varies in its digits. */
  static String sortable(Instant at) {
    return padded(at.getEpochSecond(), 12) + '.' + padded(at.getNano(), 9);
  }

  private static String padded(long number, int digits) {
    var text = Long.toString(number);
    return "0".repeat(Math.max(0, digits - text.length())) + text;
  }
}
