package dev.tunnelwatch.model;

import java.util.Locale;

/** So many of something, for people. */
public final class Counted {

  private Counted() {}

  /** {@code 1 record}, {@code 2,345 records}. */
  public static String of(long count, String one) {
    return of(count, one, one + 's');
  }

  /** Likewise, of words that change otherwise. */
  public static String of(long count, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
  }
}
