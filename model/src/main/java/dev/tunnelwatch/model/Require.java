package dev.tunnelwatch.model;

/** Checks of compact constructors; the message is always {@code field: expected X, got Y}. */
final class Require {

  private Require() {}

  static String text(String value, String field) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(field + ": expected some text, got \"" + value + '"');
    }
    return value;
  }

  static long atLeast(long least, long value, String field) {
    if (value < least) {
      throw new IllegalArgumentException(field + ": expected at least " + least + ", got " + value);
    }
    return value;
  }
}
