package dev.tunnelwatch.app.check;

/** A step's way to say that it failed, and what follows from it cannot be looked at. */
final class Trouble extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Verdict verdict;

  Trouble(String words, String advice) {
    super(words);
    verdict = Verdict.wrong(words, advice);
  }

  Verdict verdict() {
    return verdict;
  }
}
