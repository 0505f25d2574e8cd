package dev.tunnelwatch.records;

/**
 * A place in JSON that is written plainly: texts in ASCII without escapes, numbers without
 * exponents. Whatever else it meets, it says no.
 */
final class PlainCursor {

  private static final String[] LITERALS = {"true", "false", "null"};

  private byte[] body = {};
  private int limit;
  private int at;
  private int from;
  private int to;

  /**
   * Goes on with another body.
   *
   * @param end where it ends, at a newline or the end of the bytes
   */
  void begin(byte[] bytes, int place, int end) {
    body = bytes;
    at = place;
    limit = end;
  }

  byte[] body() {
    return body;
  }

  int limit() {
    return limit;
  }

  int at() {
    return at;
  }

  void moveTo(int place) {
    at = place;
  }

  /** Where the text, number or literal that was passed last begins, its quotes left out. */
  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** The next byte that is no blank, which stays there; 0 at the end. */
  byte next() {
    at = Bytes.skipBlanks(body, at);
    return at < limit ? body[at] : 0;
  }

  boolean passed(char expected) {
    if (next() != expected) {
      return false;
    }
    at++;
    return true;
  }

  boolean passedText() {
    if (next() != '"') {
      return false;
    }
    from = at + 1;
    to = AsciiText.endOfPlain(body, from, limit);
    at = to + 1;
    return to < limit && body[to] == '"';
  }

  /** Passes a name, to the letter, and its colon. */
  boolean passedName(String quoted) {
    if (next() != '"' || !AsciiText.isAt(body, at, quoted)) {
      return false;
    }
    at += quoted.length();
    return passed(':');
  }

  /** Passes a number or a literal. */
  boolean passedSimple() {
    from = at;
    to = PlainNumber.end(body, at);
    if (to < 0) {
      to = endOfLiteral();
    }
    at = Math.max(at, to);
    return to > from;
  }

  private int endOfLiteral() {
    for (var literal : LITERALS) {
      if (AsciiText.isAt(body, at, literal)) {
        int end = at + literal.length();
        return end < limit && PlainNumber.isOfSimple(body[end]) ? -1 : end;
      }
    }
    return -1;
  }
}
