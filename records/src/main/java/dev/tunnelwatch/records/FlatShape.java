package dev.tunnelwatch.records;

import java.util.Arrays;

/**
 * The record read last, as the shape of the next: records of a log differ in a few values, and what
 * stands between those is the same to the byte. Comparing is cheaper than reading.
 */
final class FlatShape {

  private static final int LONGEST = 16 << 10;

  private final int[] begins;
  private final int[] ends;
  private final boolean[] numbers;
  private int values;
  private boolean full;

  /** Which of the values may be known; -1 for none. */
  private int message;

  /** Places in the record, and after how many of the values each comes. */
  private final int[] places;

  private final int[] after;

  /** By how much what stands behind so many values has moved. */
  private final int[] moved;

  private byte[] record = {};
  private FlatFacts facts = FlatFacts.NONE;

  FlatShape(int mostValues, int mostPlaces) {
    begins = new int[mostValues];
    ends = new int[mostValues];
    numbers = new boolean[mostValues];
    moved = new int[mostValues + 1];
    places = new int[mostPlaces];
    after = new int[mostPlaces];
  }

  /** Forgets, and takes the values of another record in their order. */
  void begin() {
    record = new byte[0];
    values = 0;
    full = false;
  }

  /**
   * Leaves it open which text or number was just passed; a literal has to stay, and so has an empty
   * text.
   */
  boolean open(PlainCursor passed, boolean isText) {
    int from = passed.from();
    boolean isOpen = isText ? from < passed.to() : PlainNumber.mayBegin(passed.body()[from]);
    if (isOpen) {
      open(from, passed.to(), !isText);
    }
    return true;
  }

  private void open(int from, int to, boolean number) {
    if (values == begins.length) {
      full = true;
      return;
    }
    begins[values] = from;
    ends[values] = to;
    numbers[values++] = number;
  }

  /**
   * Ends what was begun; with too many values, or too long to be kept, it fits nothing.
   *
   * @param spans where things stand in the body, 0 for what is not there
   * @param inCommon what all records of this shape are
   * @param messageFrom where the value begins that may be known
   */
  void end(
      byte[] body, int from, int to, int[] spans, int count, FlatFacts inCommon, int messageFrom) {
    facts = inCommon;
    boolean fits = !full && to - from <= LONGEST;
    record = fits ? Arrays.copyOfRange(body, from, to) : new byte[0];
    for (int i = 0; i < count; i++) {
      int before = 0;
      while (before < values && spans[i] >= ends[before]) {
        before++;
      }
      after[i] = before;
      places[i] = spans[i] == 0 ? 0 : spans[i] - from;
    }
    message = -1;
    for (int i = 0; i < values; i++) {
      message = begins[i] == messageFrom ? i : message;
      begins[i] -= from;
      ends[i] -= from;
    }
  }

  FlatFacts facts() {
    return facts;
  }

  /**
   * Whether a record of this shape begins there.
   *
   * @param limit where the body ends
   * @param messages that may be known
   * @return its end; -1 when it has another shape
   */
  int fit(byte[] body, int from, int limit, Messages messages) {
    if (record.length == 0) {
      return -1;
    }
    int at = from;
    int known = 0;
    for (int i = 0; i <= values; i++) {
      int to = i < values ? begins[i] : record.length;
      int end = at + to - known;
      if (end > limit || !AsciiText.isSame(record, known, to, body, at)) {
        return -1;
      }
      moved[i] = at - known;
      at = end;
      if (i < values) {
        at = i == message ? messages.end(body, end, limit) : -1;
        if (at < 0) {
          at = numbers[i] ? PlainNumber.end(body, end) : AsciiText.endOfPlain(body, end, limit);
        }
        if (at < 0) {
          return -1;
        }
        known = ends[i];
      }
    }
    return at;
  }

  /** Where a thing stands in the record that fitted last; 0 for what is not there. */
  int place(int span) {
    return places[span] == 0 ? 0 : places[span] + moved[after[span]];
  }
}
