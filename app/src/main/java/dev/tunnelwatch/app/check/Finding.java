package dev.tunnelwatch.app.check;

/**
 * One line of the answer.
 *
 * @param subject what was looked at, such as {@code hub insights-logs}
 * @param step what of it, such as {@code consumer group}
 */
record Finding(String subject, String step, Verdict verdict) {

  /** Without mark: what, what was found, what to do. */
  String line() {
    var found = subject + ": " + step + ": " + verdict.words();
    return verdict.advice().isEmpty() ? found : found + "; " + verdict.advice();
  }
}
