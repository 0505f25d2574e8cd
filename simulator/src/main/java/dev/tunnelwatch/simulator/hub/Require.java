package dev.tunnelwatch.simulator.hub;

/** Refuses nonsense with one form of message: {@code field: expected X, got Y}. */
final class Require {

  private Require() {}

  static void text(String value, String field) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(field + ": expected text, got \"" + value + '"');
    }
  }

  static void between(long value, long low, long high, String field) {
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          field + ": expected " + low + " to " + high + ", got " + value);
    }
  }
}
