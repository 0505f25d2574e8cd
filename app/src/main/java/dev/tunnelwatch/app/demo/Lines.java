package dev.tunnelwatch.app.demo;

import java.util.stream.Collectors;

/** Lines for a terminal of usual width. */
final class Lines {

  static final int WIDTH = 110;

  /** Of what is left of a line that was broken. */
  private static final String HANGING = "    ";

  private Lines() {}

  /** Breaks long lines between words; a word is never broken, since it may be an address. */
  static String fit(String text) {
    return text.lines().map(Lines::broken).collect(Collectors.joining("\n"));
  }

  private static String broken(String line) {
    if (line.length() <= WIDTH) {
      return line;
    }
    int words = line.length() - line.stripLeading().length();
    int end = line.lastIndexOf(' ', WIDTH);
    if (end <= words) {
      end = line.indexOf(' ', words);
    }
    if (end < 0) {
      return line;
    }
    var rest = line.substring(end).strip();
    var indent = line.substring(0, words).isEmpty() ? HANGING : line.substring(0, words);
    return rest.isEmpty()
        ? line.stripTrailing()
        : line.substring(0, end).stripTrailing() + '\n' + broken(indent + rest);
  }
}
