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

  private static final long EACH = 0x0101010101010101L;
  private static final long HIGHEST_BITS = 0x8080808080808080L;

  /** Makes capital letters small, and nothing else a letter. */
  private static final long SMALL = 0x20 * EACH;

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

  /**
   * Where one of exactly these kinds that begins there ends; -1 when there is none.
   *
   * @param to where the body ends, at what is part of no number or at the end of the bytes
   */
  static int end(byte[] message, int from, int to, int kinds) {
    int at = from;
    int seen = 0;
    while (at + Long.BYTES <= message.length) {
      long word = AsciiText.eight(message, at);
      long ascii = word & ~HIGHEST_BITS;
      long digits = between(ascii, '0', '9');
      long letters = between(ascii | SMALL, 'a', 'f');
      long xs = between(ascii, 'x', 'x');
      long dashes = between(ascii, '-', '-');
      long points = between(ascii, '.', '.');
      long colons = between(ascii, ':', ':');
      long others = (~(digits | letters | xs | dashes | points | colons) | word) & HIGHEST_BITS;
      int bits = Long.numberOfTrailingZeros(others); // 64 where there is none
      long part = others == 0 ? -1L : (1L << bits) - 1;
      seen |=
          kind(digits & part, DIGIT)
              | kind(letters & part, LETTER)
              | kind(xs & part, X)
              | kind(dashes & part, DASH)
              | kind(points & part, POINT)
              | kind(colons & part, COLON);
      at += bits >>> 3;
      if (others != 0) {
        return seen == kinds && at - from <= LONGEST ? at : -1;
      }
    }
    return end(message, from, at, to, seen, kinds);
  }

  /** Likewise where the bytes end, one by one. */
  private static int end(byte[] message, int from, int begin, int to, int before, int kinds) {
    int at = begin;
    int seen = before;
    while (at < to && kind(message[at]) > 0) {
      seen |= kind(message[at]);
      at++;
    }
    return seen == kinds && at - from <= LONGEST ? at : -1;
  }

  /** The highest bit of each byte that is one of these; of bytes that are ASCII. */
  private static long between(long ascii, char first, char last) {
    return (ascii + (0x80 - first) * EACH) & ~(ascii + (0x7F - last) * EACH) & HIGHEST_BITS;
  }

  private static int kind(long marks, int kind) {
    return marks == 0 ? 0 : kind;
  }
}
