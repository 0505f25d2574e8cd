package dev.tunnelwatch.records;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Finds where plain text in bytes ends, eight bytes at a time. */
final class AsciiText {

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;

  /** Turns a quote into a blank, and a control character into another. */
  private static final long QUOTES_TO_BLANKS = ('"' ^ ' ') * EACH;

  private static final long ABOVE_BLANKS = (' ' + 1) * EACH;
  private static final long BACKSLASHES = '\\' * EACH;
  private static final long BLANKS = ' ' * EACH;
  private static final byte DELETE = 0x7F;

  private AsciiText() {}

  /** Whether it is all in ASCII, and nothing of it a control character. */
  static boolean isPrintable(byte[] bytes) {
    int at = 0;
    while (at + Long.BYTES <= bytes.length && isPrintable((long) EIGHT_BYTES.get(bytes, at))) {
      at += Long.BYTES;
    }
    while (at < bytes.length && bytes[at] >= ' ' && bytes[at] != DELETE) {
      at++;
    }
    return at == bytes.length;
  }

  /** Where no byte is below a blank, no difference borrows, and adding 1 makes DELETE negative. */
  private static boolean isPrintable(long word) {
    return (((word - BLANKS) | (word + EACH) | word) & HIGHEST_BITS) == 0;
  }

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
    while (at + 2 * Long.BYTES <= to) {
      long first = odd((long) EIGHT_BYTES.get(bytes, at));
      long second = odd((long) EIGHT_BYTES.get(bytes, at + Long.BYTES));
      if ((first | second) != 0) {
        return first != 0
            ? at + (Long.numberOfTrailingZeros(first) >>> 3)
            : at + Long.BYTES + (Long.numberOfTrailingZeros(second) >>> 3);
      }
      at += 2 * Long.BYTES;
    }
    while (at < to && bytes[at] >= ' ' && bytes[at] != '"' && bytes[at] != '\\') {
      at++;
    }
    return at;
  }

  /**
   * The highest bit of every byte that is a quote, a backslash, below a blank or above ASCII; above
   * the first such byte it may be set for others, which a difference borrowed from.
   */
  private static long odd(long word) {
    long below = (word ^ QUOTES_TO_BLANKS) - ABOVE_BLANKS;
    return (below | ((word ^ BACKSLASHES) - EACH) | word) & HIGHEST_BITS;
  }

  /**
   * Whether a stretch stands there, too. Most are short: up to 32 bytes are compared by words that
   * overlap, without a loop, since the end of a loop is seldom foreseen by the processor.
   */
  static boolean isSame(byte[] bytes, int from, int to, byte[] others, int at) {
    int length = to - from;
    if (length < Long.BYTES) {
      return upToEight(bytes, from, to) == upToEight(others, at, at + length);
    }
    int last = to - Long.BYTES;
    int ahead = at - from;
    if (eight(bytes, from) != eight(others, at)
        || eight(bytes, last) != eight(others, last + ahead)) {
      return false;
    }
    if (length <= 2 * Long.BYTES) {
      return true;
    }
    if (length > 4 * Long.BYTES) {
      return Arrays.equals(bytes, from, to, others, at, to + ahead);
    }
    int second = from + Long.BYTES;
    int third = last - Long.BYTES;
    return eight(bytes, second) == eight(others, second + ahead)
        && eight(bytes, third) == eight(others, third + ahead);
  }

  /** Eight bytes as a number. */
  static long eight(byte[] bytes, int from) {
    return (long) EIGHT_BYTES.get(bytes, from);
  }

  /** The first bytes as a number, at most eight. */
  static long upToEight(byte[] bytes, int from, int to) {
    int length = Math.min(Long.BYTES, to - from);
    if (from + Long.BYTES <= bytes.length) {
      return length == 0 ? 0 : eight(bytes, from) << (Long.SIZE - Byte.SIZE * length);
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      number |= (bytes[from + i] & 0xFFL) << (Long.SIZE - Byte.SIZE * (length - i));
    }
    return number;
  }

  /** Where that byte, which is ASCII, stands next; {@code to} where there is none. */
  static int indexOf(char wanted, byte[] bytes, int from, int to) {
    int at = from;
    while (at + Long.BYTES <= to) {
      long marks = zeros((long) EIGHT_BYTES.get(bytes, at) ^ wanted * EACH) & HIGHEST_BITS;
      if (marks != 0) {
        return at + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
      at += Long.BYTES;
    }
    while (at < to && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  /** Whether that text, which is ASCII, stands there. */
  static boolean isAt(byte[] bytes, int at, String text) {
    if (bytes.length - at < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Likewise, case aside. */
  static boolean isAtInAnyCase(byte[] bytes, int at, String text) {
    if (bytes.length - at < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      int other = bytes[at + i] ^ text.charAt(i);
      if (other != 0 && (other != 0x20 || !isLetter(text.charAt(i)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
  }

  /** As {@link Character#isWhitespace(char)}. */
  static boolean isBlank(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r') || (b >= 0x1C && b <= 0x1F);
  }

  /** A text of ASCII, or of the lower half of Unicode's first page. */
  static String string(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /**
   * The highest bit of every byte that is 0; above the first such byte it may be set for others.
   */
  private static long zeros(long word) {
    return (word - EACH) & ~word;
  }
}
