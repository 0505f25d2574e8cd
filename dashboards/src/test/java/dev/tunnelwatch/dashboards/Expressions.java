package dev.tunnelwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** All that is asked of Prometheus, by panels, annotations and rules. */
final class Expressions {

  private static final String RULE = "expr: ";

  private Expressions() {}

  static List<String> all() throws IOException {
    var all = new ArrayList<>(ofDashboards());
    all.addAll(ofRules());
    assertThat(all).hasSizeGreaterThan(100);
    return all;
  }

  static List<String> ofDashboards() throws IOException {
    var all = new ArrayList<String>();
    for (var dashboard : DashboardTest.dashboards()) {
      all.addAll(DashboardTest.queries(dashboard));
    }
    return all;
  }

  /** Each of them is a line of its own there. */
  private static List<String> ofRules() throws IOException {
    var all = new ArrayList<String>();
    for (var file : RuleFiles.rules()) {
      for (var line : Files.readAllLines(file)) {
        if (line.strip().startsWith(RULE)) {
          all.add(line.strip().substring(RULE.length()));
        }
      }
    }
    return all;
  }

  /** From an opening parenthesis on, what is between it and the one that closes it. */
  static String inParentheses(String text, int opening) {
    int depth = 0;
    for (int i = opening; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : 0;
      depth -= text.charAt(i) == ')' ? 1 : 0;
      if (depth == 0) {
        return text.substring(opening + 1, i);
      }
    }
    throw new IllegalArgumentException(text);
  }
}
