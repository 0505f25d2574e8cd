package dev.tunnelwatch.app.check;

/**
 * What came of one look.
 *
 * @param words what was found
 * @param advice what to do; empty when there is nothing
 */
record Verdict(Mark mark, String words, String advice) {

  static Verdict ok(String words) {
    return new Verdict(Mark.OK, words, "");
  }

  static Verdict note(String words, String advice) {
    return new Verdict(Mark.NOTE, words, advice);
  }

  static Verdict wrong(String words, String advice) {
    return new Verdict(Mark.WRONG, words, advice);
  }

  static Verdict unknown(String words, String advice) {
    return new Verdict(Mark.UNKNOWN, words, advice);
  }
}
