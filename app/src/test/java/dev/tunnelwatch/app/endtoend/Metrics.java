package dev.tunnelwatch.app.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The names of our metrics: those that are documented, and those that a scrape has. */
final class Metrics {

  // | `tunnelwatch_role_ready` | gauge | role | 1 while the role does its work |
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(tunnelwatch_[a-z0-9_]+)` \\|");
  // # TYPE tunnelwatch_role_ready gauge
  private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (tunnelwatch_[a-z0-9_]+) ");

  // | `tunnelwatch_alerts_sent_total` | counter | receiver, action | alerts taken
  private static final Pattern FORM =
      Pattern.compile("(?m)^\\| `(tunnelwatch_[a-z0-9_]+)` \\| (\\w+) \\| ([a-z0-9_, ]*)\\|");
  // # TYPE tunnelwatch_alerts_sent_total counter
  private static final Pattern TYPED =
      Pattern.compile("(?m)^# TYPE (tunnelwatch_[a-z0-9_]+) (\\w+)$");
  // tunnelwatch_alerts_sent_total{action="page",receiver="webhook"} 1.0
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^(tunnelwatch_[a-z0-9_]+)(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern WORD = Pattern.compile("\\w+");
  private static final Set<String> OF_HISTOGRAMS = Set.of("le", "quantile");

  private Metrics() {}

  /** The type and the labels of each that is documented. */
  static SortedMap<String, String> forms() throws IOException {
    var forms = new TreeMap<String, String>();
    FORM.matcher(Files.readString(Path.of("../docs/metrics.md")))
        .results()
        .forEach(row -> forms.put(row.group(1), form(row.group(2), words(row.group(3)))));
    return forms;
  }

  /** The type and the labels of each in a scrape. */
  static SortedMap<String, String> formsIn(String scrape) {
    var types = new TreeMap<String, String>();
    TYPED.matcher(scrape).results().forEach(type -> types.put(type.group(1), type.group(2)));
    types.keySet().removeIf(name -> name.endsWith("_seconds_max"));
    var labels = new TreeMap<String, Set<String>>();
    SAMPLE
        .matcher(scrape)
        .results()
        .forEach(
            sample -> {
              var name = sample.group(1).replaceFirst("_seconds_(bucket|count|sum)$", "_seconds");
              var names = labels.computeIfAbsent(name, _ -> new TreeSet<>());
              if (sample.group(2) != null) {
                LABEL.matcher(sample.group(2)).results().forEach(l -> names.add(l.group(1)));
              }
              names.removeAll(OF_HISTOGRAMS);
            });
    var forms = new TreeMap<String, String>();
    types.forEach((name, type) -> forms.put(name, form(type, labels.getOrDefault(name, Set.of()))));
    return forms;
  }

  private static String form(String type, Set<String> labels) {
    return type + ' ' + new TreeSet<>(labels);
  }

  private static Set<String> words(String list) {
    return WORD.matcher(list).results().map(MatchResult::group).collect(Collectors.toSet());
  }

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
