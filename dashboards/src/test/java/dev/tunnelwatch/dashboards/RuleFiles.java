package dev.tunnelwatch.dashboards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rules that Prometheus is given; each file has its tests and its runbook by its name. */
final class RuleFiles {

  private static final Path RULES = Path.of("prometheus/rules");
  private static final Pattern RECORD = Pattern.compile("- record: (\\S+)");

  private RuleFiles() {}

  static List<Path> rules() throws IOException {
    try (Stream<Path> files = Files.list(RULES)) {
      return files.filter(file -> file.toString().endsWith(".yml")).sorted().toList();
    }
  }

  static Path tests(Path rules) {
    return Path.of("prometheus/tests", name(rules) + ".yml");
  }

  /** From the top of the repository. */
  static String runbook(Path rules) {
    return "docs/runbooks/" + name(rules) + ".md";
  }

  static Set<String> recorded() throws IOException {
    var recorded = new TreeSet<String>();
    for (var file : rules()) {
      RECORD
          .matcher(Files.readString(file))
          .results()
          .forEach(found -> recorded.add(found.group(1)));
    }
    return recorded;
  }

  private static String name(Path rules) {
    return rules.getFileName().toString().replace(".yml", "");
  }
}
