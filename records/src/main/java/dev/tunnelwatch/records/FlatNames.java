package dev.tunnelwatch.records;

import java.util.Arrays;

/** The few names of one object, as they stand in its bytes, to refuse one that stands twice. */
final class FlatNames {

  private static final int LONGEST = 256;

  private final int[] begins;
  private final int[] ends;

  /** Of a name's first bytes and its length: names with other prints differ. */
  private final long[] prints;

  private int size;

  FlatNames(int most) {
    begins = new int[most];
    ends = new int[most];
    prints = new long[most];
  }

  void clear() {
    size = 0;
  }

  /** Passes a name that is new in its object, and the colon behind it. */
  boolean passed(PlainCursor cursor) {
    return cursor.passedText()
        && cursor.to() - cursor.from() <= LONGEST
        && add(cursor.body(), cursor.from(), cursor.to())
        && cursor.passed(':');
  }

  /** False when it stands there already, or there are too many. */
  private boolean add(byte[] body, int from, int to) {
    if (size == prints.length) {
      return false;
    }
    long print = AsciiText.upToEight(body, from, to) ^ (long) (to - from) << 56;
    for (int i = 0; i < size; i++) {
      if (prints[i] == print && Arrays.equals(body, begins[i], ends[i], body, from, to)) {
        return false;
      }
    }
    begins[size] = from;
    ends[size] = to;
    prints[size++] = print;
    return true;
  }
}
