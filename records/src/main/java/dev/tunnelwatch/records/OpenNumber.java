package dev.tunnelwatch.records;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What stands in a message as a word of its own and has a digit in it: a count, an address with its
 * port, a cookie in hex, an id.
 *
 * @param kinds of characters it is made of
 */
record OpenNumber(int from, int to, int kinds) {

  /** No more than an id or an address has. */
  static final int LONGEST = 40;

  /** Decimal or hex, which a few digits do not tell. */
  private static final byte DIGIT = 3;

  private static final byte LETTER = 2;
  private static final byte X = 4;
  private static final byte DASH = 8;
  private static final byte POINT = 16;
  private static final byte COLON = 32;

  /** Ends a number, as all that has no kind does: it is below 0. */
  private static final byte OF_WORD = Byte.MIN_VALUE;

  /** Set by a digit only. */
  private static final int HAS_DIGIT = 1;

  private static final byte[] KINDS = kindsOfBytes();

  private static byte[] kindsOfBytes() {
    var kinds = new byte[1 << Byte.SIZE];
    Arrays.fill(kinds, 'a', 'z' + 1, OF_WORD);
    Arrays.fill(kinds, 'A', 'Z' + 1, OF_WORD);
    kinds['_'] = OF_WORD;
    Arrays.fill(kinds, '0', '9' + 1, DIGIT);
    Arrays.fill(kinds, 'a', 'f' + 1, LETTER);
    Arrays.fill(kinds, 'A', 'F' + 1, LETTER);
    kinds['x'] = X;
    kinds['-'] = DASH;
    kinds['.'] = POINT;
    kinds[':'] = COLON;
    return kinds;
  }

  /** Above 0 for what may be in a number. */
  private static int kind(byte b) {
    return KINDS[b & 0xFF];
  }

  /** All of a message, in order. */
  static List<OpenNumber> in(byte[] message, int from, int to) {
    var found = new ArrayList<OpenNumber>();
    boolean begins = true;
    int at = from;
    while (at < to) {
      int kind = kind(message[at]);
      if (kind <= 0) {
        begins = kind == 0;
        at++;
        continue;
      }
      int begin = at;
      int kinds = 0;
      while (at < to && kind(message[at]) > 0) {
        kinds |= kind(message[at]);
        at++;
      }
      boolean ends = at == to || kind(message[at]) == 0;
      if (begins && ends && (kinds & HAS_DIGIT) != 0 && at - begin <= LONGEST) {
        found.add(new OpenNumber(begin, at, kinds));
      }
    }
    return found;
  }

  /** Where one of exactly these kinds that begins there ends; -1 when there is none. */
  static int end(byte[] message, int from, int to, int kinds) {
    int at = from;
    int seen = 0;
    while (at + 3 < to) { // most have more than a few, and each branch costs as much as a look
      int one = kind(message[at]);
      int two = kind(message[at + 1]);
      int three = kind(message[at + 2]);
      int four = kind(message[at + 3]);
      if (((one - 1) | (two - 1) | (three - 1) | (four - 1)) < 0) {
        break;
      }
      seen |= one | two | three | four;
      at += 4;
    }
    while (at < to) {
      int kind = kind(message[at]);
      if (kind <= 0) {
        break;
      }
      seen |= kind;
      at++;
    }
    return seen == kinds && at - from <= LONGEST ? at : -1;
  }
}
