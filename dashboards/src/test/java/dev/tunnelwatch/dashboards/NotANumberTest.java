package dev.tunnelwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One process of several has no number, as one that stands by or that the fleet stage does not run
 * at. Added up it takes the numbers of all others with it; the greatest and the least leave it out.
 */
class NotANumberTest {
  private static final JsonMapper JSON = new JsonMapper();

  // sum by (state) (
  private static final Pattern ADDED_UP =
      Pattern.compile("\\b(?:sum|avg|stddev|stdvar)(?:_over_time)?\\s*(?:by \\([^)]*\\)\\s*)?\\(");
  // sum by (cause) (
  private static final Pattern BY = Pattern.compile("^sum by \\((\\w+)\\)");

  @TempDir Path directory;

  @Test
  void nothingIsAddedUpThatMayBeNoNumber() throws Exception {
    int found = 0;
    for (var expression : Expressions.all()) {
      for (var metric : addedUp(expression)) {
        assertThat(unfiltered(metric, expression)).as(expression).isFalse();
        found++;
      }
    }
    assertThat(found).isGreaterThanOrEqualTo(11);
  }

  @Test
  void whatIsAddedUpAsItIsIsFound() throws Exception {
    var sites = metric("tunnelwatch_sites");

    assertThat(unfiltered(sites, "sum by (state) (tunnelwatch_sites)")).isTrue();
    assertThat(unfiltered(sites, "sum(tunnelwatch_sites{state=\"lost\"}) > 0")).isTrue();
    assertThat(unfiltered(sites, "sum(max by (state) (tunnelwatch_sites)) >= 0")).isTrue();
    assertThat(unfiltered(sites, "sum(tunnelwatch_sites >= 0) + avg(tunnelwatch_sites)")).isTrue();
    assertThat(unfiltered(sites, "max(tunnelwatch_sites)")).isFalse();
    assertThat(unfiltered(sites, "sum(max by (state) (tunnelwatch_sites >= 0))")).isFalse();
  }

  @Test
  void panelsAddUpWhatTheOtherProcessesSay() throws Exception {
    var series = new StringBuilder();
    for (var metric : DocumentedMetric.all()) {
      if (metric.notANumber()) {
        series.append(line(metric, "a", "3")).append(line(metric, "b", "NaN"));
      }
    }
    var expressions = new StringBuilder();
    for (var query : Expressions.ofDashboards()) {
      if (!addedUp(query).isEmpty()) {
        var by = BY.matcher(query);
        expressions.append(
            """
                  - expr: %s
                    eval_time: 1m
                    exp_samples:
                      - {labels: '{%s}', value: 3}
            """
                .formatted(
                    JSON.writeValueAsString(query.replaceAll("=\"[^\"]*\"", "=\"x\"")),
                    by.find() ? by.group(1) + "=\"x\"" : ""));
      }
    }
    assertThat(expressions).isNotEmpty();
    var file =
        Files.writeString(
            directory.resolve("panels.yml"),
            """
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
            %s    promql_expr_test:
            %s"""
                .formatted(series, expressions));

    Program.succeeds(SystemProgram.PROMTOOL, "test", "rules", file.toString());
  }

  private static String line(DocumentedMetric metric, String instance, String value) {
    var labels = new StringBuilder("instance=\"" + instance + '"');
    metric.labels().forEach(label -> labels.append(",%s=\"x\"".formatted(label)));
    return "      - {series: '%s{%s}', values: %s %s}\n"
        .formatted(metric.name(), labels, value, value);
  }

  private static DocumentedMetric metric(String name) throws IOException {
    return DocumentedMetric.all().stream()
        .filter(metric -> metric.name().equals(name) && metric.notANumber())
        .findFirst()
        .orElseThrow();
  }

  /** Those that may be no number. */
  private static List<DocumentedMetric> addedUp(String expression) throws IOException {
    var metrics = new ArrayList<>(DocumentedMetric.all());
    metrics.removeIf(metric -> !metric.notANumber() || parts(metric, expression).isEmpty());
    return metrics;
  }

  private static boolean unfiltered(DocumentedMetric metric, String expression) {
    return parts(metric, expression).contains(false);
  }

  /** For each time that it is added up whether only its numbers are. */
  private static List<Boolean> parts(DocumentedMetric metric, String expression) {
    // tunnelwatch_sites{state="lost"} >= 0
    var series =
        Pattern.compile("\\b%s\\b(?:\\{[^}]*})?(?<filter> >= 0)?".formatted(metric.name()));
    return ADDED_UP
        .matcher(expression)
        .results()
        .map(sum -> Expressions.inParentheses(expression, sum.end() - 1))
        .flatMap(body -> series.matcher(body).results())
        .map(found -> found.group("filter") != null)
        .toList();
  }
}
