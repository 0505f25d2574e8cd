package dev.tunnelwatch.records;

import java.time.Instant;
import java.util.Optional;

/**
 * Reads times of the form of nearly all records, {@code 2026-03-01T10:02:11.1234567Z}; most are of
 * the minute of the one before. For one thread.
 */
public final class RecentMinute {

  private static final String SECONDS = "00.";
  private static final int TO_SECONDS = "0000-00-00T00:00:".length();
  private static final int MOST_DIGITS = 9;
  private static final int[] NANOS = {
    1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1
  };

  private long year;
  private long day;
  private byte colon;
  private long minute;

  /** Empty where it is of another form, which need not be a wrong one. */
  public Optional<Instant> read(byte[] text, int from, int to) {
    int digits = to - 1 - from - TO_SECONDS - SECONDS.length();
    if (digits <= 0 || digits > MOST_DIGITS) {
      return TimeText.usual(text, from, to);
    }
    if (isSame(text, from)) {
      int second = two(text, from + TO_SECONDS);
      int nanos = nanos(text, to - 1 - digits, digits);
      if (second >= 0
          && second < 60
          && nanos >= 0
          && text[to - 1] == 'Z'
          && text[to - 2 - digits] == '.') {
        return Optional.of(Instant.ofEpochSecond(minute + second, nanos));
      }
      return Optional.empty();
    }
    var time = TimeText.usual(text, from, to);
    if (time.isPresent()) {
      year = AsciiText.eight(text, from);
      day = AsciiText.eight(text, from + Long.BYTES);
      colon = text[from + 2 * Long.BYTES];
      minute = Math.floorDiv(time.get().getEpochSecond(), 60L) * 60;
    }
    return time;
  }

  private boolean isSame(byte[] text, int from) {
    return AsciiText.eight(text, from) == year
        && AsciiText.eight(text, from + Long.BYTES) == day
        && text[from + 2 * Long.BYTES] == colon;
  }

  private static int two(byte[] text, int from) {
    int tens = text[from] - '0';
    int ones = text[from + 1] - '0';
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : 10 * tens + ones;
  }

  private static int nanos(byte[] text, int from, int digits) {
    int number = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number * NANOS[digits];
  }
}
