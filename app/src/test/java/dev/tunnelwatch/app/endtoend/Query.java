package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Something that is asked of Prometheus.
 *
 * @param where who asks: a panel, a variable, an annotation, a rule
 * @param name as it is written there; of an alert its name
 * @param expression with what Grafana would put in place of its variables, but for {@code $gateway}
 * @param atTheEnd whether it is asked of this moment; else of every second, as somebody may look at
 *     any of them
 */
record Query(String where, String name, String expression, boolean atTheEnd) {
  private static final ObjectMapper JSON = new ObjectMapper();

  // label_values(tunnelwatch_paths_expected, gateway)
  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

  /** Every panel's, variable's and annotation's; the gateway is still to be chosen. */
  static List<Query> ofDashboards() throws IOException {
    var queries = new ArrayList<Query>();
    try (Stream<Path> files = Files.list(Shipped.DIRECTORY.resolve("grafana/dashboards"))) {
      for (var file : files.sorted().toList()) {
        var root = JSON.readTree(Files.readString(file));
        var board = file.getFileName().toString().replace(".json", "");
        panels(board, root, queries);
        for (var note : root.at("/annotations/list")) {
          queries.add(of(board + ", annotation", note));
        }
        for (var variable : root.at("/templating/list")) {
          var values = LABEL_VALUES.matcher(variable.path("definition").asText());
          if (values.matches()) {
            var asked = "count by (%s) (%s)".formatted(values.group(2), values.group(1));
            queries.add(new Query(board + ", variable", values.group(), asked, false));
          }
        }
        // None hides where nobody looked for it.
        assertThat(queries.stream().map(Query::name))
            .containsAll(root.findValuesAsText("expr"))
            .containsAll(root.at("/templating/list").findValuesAsText("definition"));
      }
    }
    assertThat(queries).hasSizeGreaterThan(60);
    return queries;
  }

  private static void panels(String board, JsonNode root, List<Query> queries) {
    for (var panel : root.get("panels")) {
      for (var target : panel.path("targets")) {
        queries.add(of(board + ", " + panel.get("title").asText(), target));
      }
    }
  }

  private static Query of(String where, JsonNode node) {
    var written = node.get("expr").asText();
    var asked = written.replace("$__rate_interval", "1m").replace("=\"$gateway", "=~\"$gateway");
    return new Query(where, written, asked, false);
  }

  /** What is asked when that gateway is chosen, or those that the regular expression is of. */
  Query of(String gateway) {
    return new Query(where, name, expression.replace("$gateway", gateway), atTheEnd);
  }

  /** Whether which gateway is chosen makes a difference. */
  boolean isOfAGateway() {
    return expression.contains("$gateway");
  }

  /** Every rule that this Prometheus has read; what is recorded is asked for by its name, too. */
  static List<Query> ofRules(SystemServer prometheus) throws Exception {
    var queries = new ArrayList<Query>();
    for (var group : JSON.readTree(prometheus.get("/api/v1/rules")).at("/data/groups")) {
      for (var rule : group.get("rules")) {
        var name = rule.get("name").asText();
        var where = "rule " + name;
        assertThat(rule.get("health").asText()).as("%s", rule).isEqualTo("ok");
        queries.add(new Query(where, name, rule.get("query").asText(), true));
        if (rule.get("type").asText().equals("recording")) {
          queries.add(new Query(where + ", recorded", name, name, false));
        }
      }
    }
    assertThat(queries).hasSizeGreaterThan(30);
    return queries;
  }

  /**
   * Answered by numbers, in that time or at its end. What is not a number is as little to look at
   * as nothing.
   */
  boolean isFilled(SystemServer prometheus, Instant from, Instant to) throws Exception {
    return numbers(prometheus, from, to).findAny().isPresent();
  }

  private Stream<Double> numbers(SystemServer prometheus, Instant from, Instant to)
      throws Exception {
    var path =
        "/api/v1/%s?query=%s"
            .formatted(
                atTheEnd ? "query" : "query_range",
                URLEncoder.encode(expression, StandardCharsets.UTF_8));
    var stretch = "&step=1&start=%d&end=%d".formatted(from.getEpochSecond(), to.getEpochSecond());
    var answer = JSON.readTree(prometheus.get(atTheEnd ? path : path + stretch));
    assertThat(answer.path("status").asText()).as("%s: %s", this, answer).isEqualTo("success");
    return StreamSupport.stream(answer.at("/data/result").spliterator(), false)
        .flatMap(Query::samples)
        .map(sample -> Double.parseDouble(sample.get(1).asText().replace("Inf", "Infinity")))
        .filter(Double::isFinite);
  }

  private static Stream<JsonNode> samples(JsonNode series) {
    var one = Optional.ofNullable(series.get("value")).stream();
    return Stream.concat(one, StreamSupport.stream(series.path("values").spliterator(), false));
  }
}
