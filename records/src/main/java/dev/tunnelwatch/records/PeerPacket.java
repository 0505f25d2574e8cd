package dev.tunnelwatch.records;

/** A message in the form of packets that the peer sent: {@code [RECV] … Messid : 17}. */
final class PeerPacket {

  private static final String RECEIVED = "[RECV]";
  private static final String NAME = "messid";
  private static final int WITHIN = 200;
  private static final int MOST_DIGITS = 9;

  private PeerPacket() {}

  static boolean is(byte[] text, int from, int to) {
    return isAt(RECEIVED, text, afterBlanks(text, from, to), to);
  }

  /** The packet's number; -1 where there is none. */
  static int messageId(byte[] text, int from, int to) {
    int number = -1;
    for (int at = name(text, from, to, from); number < 0 && at < to; ) {
      number = numberBehind(text, at, to);
      at = name(text, from, to, at + 1);
    }
    return number;
  }

  /** Where the first name of such a number is; {@code to} where there is none. */
  static int name(byte[] text, int from, int to) {
    return name(text, from, to, from);
  }

  private static int name(byte[] text, int from, int to, int begin) {
    if (!is(text, from, to)) {
      return to;
    }
    int behind = afterBlanks(text, from, to) + RECEIVED.length();
    int at = Math.max(begin, behind);
    int last = Math.min(to, behind + WITHIN + 1);
    while (at < last && !isAt(NAME, text, at, to)) {
      at++;
    }
    return at < last ? at : to;
  }

  /** Behind a name and a colon, with or without a blank on either side; -1 where there is none. */
  static int numberBehind(byte[] text, int name, int to) {
    int begin = name + NAME.length();
    int at = begin < to && text[begin] == ' ' ? begin + 1 : begin;
    if (at >= to || text[at] != ':') {
      return -1;
    }
    at += at + 1 < to && text[at + 1] == ' ' ? 2 : 1;
    int end = at;
    while (end < to && text[end] >= '0' && text[end] <= '9') {
      end++;
    }
    return number(text, at, end);
  }

  /** Of digits alone, a few; -1 for all else. */
  static int number(byte[] text, int from, int to) {
    if (from == to || to - from > MOST_DIGITS) {
      return -1;
    }
    int number = 0;
    for (int at = from; at < to; at++) {
      if (text[at] < '0' || text[at] > '9') {
        return -1;
      }
      number = 10 * number + text[at] - '0';
    }
    return number;
  }

  private static int afterBlanks(byte[] text, int from, int to) {
    int at = from;
    while (at < to && AsciiText.isBlank(text[at])) {
      at++;
    }
    return at;
  }

  private static boolean isAt(String word, byte[] text, int at, int to) {
    return to - at >= word.length() && AsciiText.isAtInAnyCase(text, at, word);
  }
}
