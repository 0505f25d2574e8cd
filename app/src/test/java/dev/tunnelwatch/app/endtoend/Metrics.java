package dev.tunnelwatch.app.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The names of our metrics: those that are documented, and those that a scrape has. */
final class Metrics {

  // | `tunnelwatch_role_ready` | gauge | role | 1 while the role does its work |
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(tunnelwatch_[a-z_]+)` \\|");
  // # TYPE tunnelwatch_role_ready gauge
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (tunnelwatch_[a-z_]+) ");

  private Metrics() {}

  static Set<String> documented() throws IOException {
    return names(ROW, Files.readString(Path.of("../docs/metrics.md")));
  }

  /** A summary's greatest value has a name of its own, which nobody needs to look up. */
  static Set<String> in(String scrape) {
    var names = names(TYPE, scrape);
    names.removeIf(name -> name.endsWith("_seconds_max"));
    return names;
  }

  private static Set<String> names(Pattern pattern, String text) {
    var names = new TreeSet<String>();
    pattern.matcher(text).results().forEach(found -> names.add(found.group(1)));
    return names;
  }
}
