package dev.tunnelwatch.records;

/** A number of JSON as nearly all are written: without exponent, and not long. */
final class PlainNumber {

  /** Jackson refuses numbers that go on for ever; so long ones are left to it. */
  private static final int LONGEST = 32;

  private PlainNumber() {}

  static boolean mayBegin(byte b) {
    return b == '-' || isDigit(b);
  }

  /** Where one that begins there ends; -1 where there is none, or more than such a number. */
  static int end(byte[] body, int from) {
    int first = from < body.length && body[from] == '-' ? from + 1 : from;
    int point = endOfDigits(body, first);
    boolean whole = point > first && (body[first] != '0' || point == first + 1);
    int end = point;
    if (whole && point < body.length && body[point] == '.') {
      end = endOfDigits(body, point + 1);
      whole = end > point + 1;
    }
    boolean ends = end == body.length || !isOfSimple(body[end]);
    return whole && ends && end - from <= LONGEST ? end : -1;
  }

  /** Whether a number or literal may go on with it. */
  static boolean isOfSimple(byte b) {
    return isDigit(b) || (b >= 'a' && b <= 'z') || b == 'E' || b == '-' || b == '+' || b == '.';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static int endOfDigits(byte[] body, int from) {
    int to = from;
    while (to < body.length && isDigit(body[to])) {
      to++;
    }
    return to;
  }
}
