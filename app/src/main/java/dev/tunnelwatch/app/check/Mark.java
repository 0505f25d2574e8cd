package dev.tunnelwatch.app.check;

/** How a finding stands. */
enum Mark {
  OK("✓", "ok"),
  /** Nothing that keeps {@code run} from working, but someone should know. */
  NOTE("!", "note"),
  WRONG("✗", "WRONG"),
  /** Nobody knows: what it rests on is wrong, or it may not be seen. */
  UNKNOWN("–", "unknown");

  private final String sign;
  private final String word;

  Mark(String sign, String word) {
    this.sign = sign;
    this.word = word;
  }

  /** For a terminal. */
  String sign() {
    return sign;
  }

  /** For everything else. */
  String word() {
    return word;
  }
}
