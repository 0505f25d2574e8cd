package dev.tunnelwatch.alerts;

/**
 * Text cut to a length. A long line says what it is at its beginning and what happened at its end.
 */
final class Elided {

  private Elided() {}

  /**
   * The text, with its middle left out where it is longer.
   *
   * @param room in code points
   */
  static String of(String text, int room) {
    int length = text.codePointCount(0, text.length());
    if (length <= room) {
      return text;
    }
    int head = room / 3;
    int tail = room - head - 1;
    return wholeWordsOf(text.substring(0, text.offsetByCodePoints(0, head)))
        + "…"
        + fromAWordOn(text.substring(text.offsetByCodePoints(0, length - tail)));
  }

  private static String wholeWordsOf(String beginning) {
    int blank = beginning.lastIndexOf(' ');
    return blank < 0 ? beginning : beginning.substring(0, blank + 1);
  }

  private static String fromAWordOn(String end) {
    int blank = end.indexOf(' ');
    return blank < 0 ? end : end.substring(blank);
  }
}
