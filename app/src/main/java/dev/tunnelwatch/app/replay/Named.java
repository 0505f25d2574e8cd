package dev.tunnelwatch.app.replay;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names in a sentence: the first three, and how many more there are. */
final class Named {

  private static final int NAMED = 3;

  private Named() {}

  static String of(Collection<String> names) {
    var first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
    int more = names.size() - NAMED;
    return more > 0 ? first + String.format(Locale.ROOT, " and %,d more", more) : first;
  }
}
