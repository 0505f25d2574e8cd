package dev.tunnelwatch.records;

import java.util.OptionalInt;

/**
 * Structure of JSON by its bytes alone, for bodies that no parser accepts. The bytes that make
 * structure never stand inside a character of UTF-8.
 */
final class Bytes {

  /** How long it is. */
  static final int BYTE_ORDER_MARK = 3;

  private Bytes() {}

  /**
   * Where a search for an end ended.
   *
   * @param at behind what closes, or where the search was given up
   */
  record End(int at, boolean found) {}

  static int afterByteOrderMark(byte[] body) {
    return isByteOrderMark(body, 0) ? BYTE_ORDER_MARK : 0;
  }

  static boolean isByteOrderMark(byte[] body, int at) {
    return body.length - at >= BYTE_ORDER_MARK
        && body[at] == (byte) 0xEF
        && body[at + 1] == (byte) 0xBB
        && body[at + 2] == (byte) 0xBF;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  static int skipBlanks(byte[] body, int from) {
    int at = from;
    while (at < body.length && isBlank(body[at])) {
      at++;
    }
    return at;
  }

  /**
   * The last byte that is no blank before {@code at}; 0 where there is none from {@code from} on.
   */
  static int lastBefore(byte[] body, int at, int from) {
    int before = at - 1;
    while (before >= from && isBlank(body[before])) {
      before--;
    }
    return before < from ? 0 : body[before];
  }

  /** Whether only blanks stand between the line's begin and {@code at}. */
  static boolean beginsLine(byte[] body, int at) {
    int before = at - 1;
    while (before >= 0 && isBlank(body[before]) && body[before] != '\n') {
      before--;
    }
    return before < 0 || body[before] == '\n';
  }

  static int endOfLine(byte[] body, int from) {
    return AsciiText.indexOf('\n', body, from, body.length);
  }

  /** The next line that begins with a brace or bracket; the body's length where there is none. */
  static int nextLineWithValue(byte[] body, int from) {
    for (int at = from + 1; at < body.length; at++) {
      if (body[at - 1] == '\n') {
        int first = skipBlanks(body, at);
        if (first < body.length && (body[first] == '{' || body[first] == '[')) {
          return first;
        }
        at = Math.max(at, first - 1);
      }
    }
    return body.length;
  }

  /**
   * Behind the brace or bracket that closes the one open at {@code from}. Braces inside of texts do
   * not count; a text that runs over the end of its line is damage, and ends the search.
   */
  static End endOf(byte[] body, int from) {
    int open = 1;
    byte last = body[from - 1];
    for (int at = from; at < body.length; at++) {
      byte here = body[at];
      switch (here) {
        case '{', '[' -> {
          if (last != ',' && last != ':' && last != '[') {
            return new End(at, false); // nothing may open there, so something did not close
          }
          open++;
        }
        case '}', ']' -> {
          if (--open == 0) {
            return new End(at + 1, true);
          }
        }
        case '"' -> {
          var end = endOfText(body, at);
          if (end.isEmpty()) {
            return new End(at, false);
          }
          at = end.getAsInt() - 1;
        }
        default -> {}
      }
      last = isBlank(here) ? last : here;
    }
    return new End(body.length, false);
  }

  /** Behind a text, a number or a literal. */
  static OptionalInt endOfSimpleValue(byte[] body, int from) {
    if (body[from] == '"') {
      return endOfText(body, from);
    }
    int at = from;
    while (at < body.length && !isBlank(body[at]) && isSimple(body[at])) {
      at++;
    }
    return at > from ? OptionalInt.of(at) : OptionalInt.empty();
  }

  private static boolean isSimple(byte b) {
    return (b >= '0' && b <= '9')
        || (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || b == '-'
        || b == '+'
        || b == '.';
  }

  private static OptionalInt endOfText(byte[] body, int quote) {
    for (int at = quote + 1; at < body.length && body[at] != '\n'; at++) {
      if (body[at] == '\\') {
        at++;
      } else if (body[at] == '"') {
        return OptionalInt.of(at + 1);
      }
    }
    return OptionalInt.empty();
  }
}
