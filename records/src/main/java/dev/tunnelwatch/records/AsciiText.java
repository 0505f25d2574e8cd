package dev.tunnelwatch.records;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds where plain text in bytes ends, eight bytes at a time. */
final class AsciiText {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;
  private static final long QUOTES = '"' * EACH;
  private static final long BACKSLASHES = '\\' * EACH;
  private static final long BLANKS = ' ' * EACH;

  private AsciiText() {}

  /** Where ASCII ends. */
  static int end(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to && ((long) EIGHT_BYTES.get(bytes, at) & HIGHEST_BITS) == 0) {
      at += Long.BYTES;
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /**
   * The first byte that does not simply stand for itself in a JSON text: a quote, a backslash, a
   * control character, or one that is no ASCII; {@code to} where there is none.
   */
  static int endOfPlain(byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to) {
      long word = (long) EIGHT_BYTES.get(bytes, at);
      long marks = (zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | below(word)) & HIGHEST_BITS;
      if (marks != 0) {
        return at + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
      at += Long.BYTES;
    }
    while (at < to && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  /**
   * The highest bit of every byte that is 0; above the first such byte it may be set for others.
   */
  private static long zeros(long word) {
    return (word - EACH) & ~word;
  }

  /** Likewise of every byte below a blank or above ASCII. */
  private static long below(long word) {
    return ((word - BLANKS) & ~word) | word;
  }
}
