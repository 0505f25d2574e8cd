package dev.tunnelwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Grafana is not at hand where this is built: the dashboards are checked by what they consist of
 * and by having Prometheus's own tool read their queries, not by eye.
 */
class DashboardTest {

  private static final Pattern METRIC = Pattern.compile("tunnelwatch_[a-z0-9_]+");
  private static final Pattern RECORDED = Pattern.compile("tunnelwatch:[a-z0-9_:]+");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");
  private static final Pattern BUILT_IN = Pattern.compile("__\\w+");
  private static final Pattern LINK = Pattern.compile("^/d/([a-z0-9-]+)(\\?var-(\\w+)=.*)?$");

  // x{outcome="connected"} unless x{outcome="connected"} offset 1h
  private static final Pattern UNLESS_BEFORE = Pattern.compile("unless \\w+(\\{[^}]*})? offset");
  private static final Set<String> UNITS =
      Set.of("none", "short", "s", "ops", "opm", "Bps", "percentunit");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;

  static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("grafana/dashboards"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @Test
  void thereAreDashboards() throws Exception {
    assertThat(dashboards())
        .extracting(file -> file.getFileName().toString())
        .contains("noc-overview.json", "gateway.json", "p2s.json", "pipeline.json", "slo.json");
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyQueryIsOneThatPrometheusUnderstands(Path dashboard) throws Exception {
    var rules = new StringBuilder("groups:\n  - name: queries\n    rules:\n");
    int number = 0;
    for (var query : queries(dashboard)) {
      var plain = query.replace("$__rate_interval", "5m").replace("$gateway", ".+");
      rules.append("      - record: query:%d\n".formatted(number++));
      rules.append("        expr: ").append(JSON.writeValueAsString(plain)).append('\n');
    }
    assertThat(number).isPositive();
    var file = Files.writeString(directory.resolve("queries.yml"), rules);

    Program.succeeds(SystemProgram.PROMTOOL, "check", "rules", file.toString());
  }

  /** One scrape that failed an hour ago makes no series new: it would count from its birth. */
  @Test
  void noSeriesIsTakenForANewOneSinceAScrapeFailed() throws Exception {
    var all = new ArrayList<String>();
    for (var dashboard : dashboards()) {
      all.addAll(queries(dashboard));
    }
    for (var file : RuleFiles.rules()) {
      all.addAll(Files.readAllLines(file));
    }

    assertThat(all).filteredOn(query -> query.contains("unless present_over_time(")).isNotEmpty();
    assertThat(all).noneMatch(query -> UNLESS_BEFORE.matcher(query).find());
  }

  @Test
  void sessionsOfAnHourAreTheSameThoughAScrapeFailedAnHourAgo() throws Exception {
    var series = new StringBuilder();
    for (var outcome : List.of("connected", "failed")) {
      var name = "tunnelwatch_gateway_p2s_sessions_total{gateway=\"%s\",outcome=\"%s\"}";
      series.append(
          "      - {series: '%s', values: 400x30 stale 400x90}\n"
              .formatted(name.formatted("gw-weu", outcome)));
      series.append(
          "      - {series: '%s', values: _x80 7x40}\n"
              .formatted(name.formatted("gw-new", outcome)));
    }
    var expressions = new StringBuilder();
    for (var query : queries(Path.of("grafana/dashboards/p2s.json"))) {
      if (query.contains("tunnelwatch_gateway_p2s_sessions_total")) {
        expressions
            .append("      - expr: ")
            .append(JSON.writeValueAsString(query.replace("$gateway", ".+")))
            .append("\n        eval_time: 91m\n        exp_samples:\n")
            .append("          - {labels: '{gateway=\"gw-new\"}', value: 7}\n")
            .append("          - {labels: '{gateway=\"gw-weu\"}', value: 0}\n");
      }
    }
    assertThat(expressions).isNotEmpty();
    var file =
        Files.writeString(
            directory.resolve("p2s.yml"),
            "evaluation_interval: 1m\ntests:\n  - interval: 1m\n    input_series:\n"
                + series
                + "    promql_expr_test:\n"
                + expressions);

    Program.succeeds(SystemProgram.PROMTOOL, "test", "rules", file.toString());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyMetricThatIsAskedForIsDocumented(Path dashboard) throws Exception {
    assertThat(metricsIn(Files.readString(dashboard))).isNotEmpty().isSubsetOf(documented());
  }

  /** It is no hub and no gateway: what lags behind and what is read is told of the fleet alone. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void noPanelTakesTheCanaryForTheFleet(Path dashboard) throws Exception {
    assertThat(queries(dashboard))
        .filteredOn(query -> query.contains("tunnelwatch_ingest_lag_"))
        .allSatisfy(query -> assertThat(query).contains("{source!=\"canary\"}"));
    assertThat(queries(dashboard))
        .filteredOn(query -> query.contains("tunnelwatch_streams_records_total"))
        .allSatisfy(query -> assertThat(query).contains("{outcome!=\"canary\"}"));
  }

  @Test
  void lagAndRecordsOfTheFleetAreShown() throws Exception {
    var overview = queries(Path.of("grafana/dashboards/noc-overview.json"));

    assertThat(overview).anyMatch(query -> query.contains("tunnelwatch_ingest_lag_"));
    assertThat(overview).anyMatch(query -> query.contains("tunnelwatch_streams_records_total"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyRecordedSeriesThatIsAskedForIsRecorded(Path dashboard) throws Exception {
    assertThat(found(RECORDED, Files.readString(dashboard))).isSubsetOf(RuleFiles.recorded());
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void variablesThatAreUsedExistAndThoseThatExistAreUsed(Path dashboard) throws Exception {
    var root = JSON.readTree(Files.readString(dashboard));
    var names = new TreeSet<String>();
    root.at("/templating/list").forEach(variable -> names.add(variable.get("name").asText()));
    var used = new TreeSet<String>();
    for (var node : List.of(root.get("panels"), root.get("annotations"))) {
      used.addAll(found(VARIABLE, node.toString()));
    }
    used.removeIf(name -> BUILT_IN.matcher(name).matches());

    assertThat(used).isEqualTo(names);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void linksLeadToDashboardsThereAreAndSetVariablesTheyHave(Path dashboard) throws Exception {
    var variables = new HashMap<String, Set<String>>();
    for (var file : dashboards()) {
      var root = JSON.readTree(Files.readString(file));
      var names = new TreeSet<String>();
      root.at("/templating/list").forEach(variable -> names.add(variable.get("name").asText()));
      assertThat(variables.put(root.get("uid").asText(), names)).as("uid of %s", file).isNull();
    }
    var urls = JSON.readTree(Files.readString(dashboard)).findValuesAsText("url");

    assertThat(urls).hasSizeGreaterThanOrEqualTo(variables.size() - 1);
    for (var url : urls) {
      var link = LINK.matcher(url);
      assertThat(link.matches()).as(url).isTrue();
      assertThat(variables).containsKey(link.group(1));
      if (link.group(3) != null) {
        assertThat(variables.getOrDefault(link.group(1), Set.of())).contains(link.group(3));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsHaveUnitsAndTheSchemaOfGrafana11(Path dashboard) throws Exception {
    var root = JSON.readTree(Files.readString(dashboard));

    assertThat(root.get("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
    for (var panel : root.get("panels")) {
      var title = panel.get("title").asText();
      if (panel.get("type").asText().equals("text")) {
        assertThat(panel.at("/options/content").asText()).as(title).isNotBlank();
      } else {
        assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isIn(UNITS);
        assertThat(panel.get("targets")).as(title).isNotEmpty();
      }
    }
  }

  /** Who looks for a user of that protocol must not conclude from silence that all is well. */
  @Test
  void whereP2sIsShownItIsSaidThatSstpIsNot() throws Exception {
    for (var dashboard : dashboards()) {
      var text = Files.readString(dashboard);
      if (text.contains("tunnelwatch_p2s_")) {
        assertThat(text).contains("SSTP is never logged by Azure");
      }
    }
  }

  @Test
  void everyMetricTheRulesAskForIsDocumented() throws Exception {
    for (var file : RuleFiles.rules()) {
      var expressions =
          Files.readAllLines(file).stream()
              .filter(line -> line.strip().startsWith("expr:"))
              .toList();
      var text = String.join("\n", expressions);

      assertThat(metricsIn(text)).as(file.toString()).isNotEmpty().isSubsetOf(documented());
      assertThat(found(RECORDED, text)).as(file.toString()).isSubsetOf(RuleFiles.recorded());
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsHaveTheirOwnIdsAndPlacesAndSayWhatTheyShow(Path dashboard) throws Exception {
    var ids = new HashSet<Integer>();
    var cells = new HashSet<String>();
    for (var panel : JSON.readTree(Files.readString(dashboard)).get("panels")) {
      var title = panel.get("title").asText();
      assertThat(ids.add(panel.get("id").asInt())).as("id of %s", title).isTrue();
      assertThat(panel.get("description").asText()).as("description of %s", title).isNotBlank();
      assertThat(overlaps(panel.get("gridPos"), cells)).as("%s overlaps", title).isFalse();
    }
    assertThat(ids).isNotEmpty();
  }

  private static boolean overlaps(JsonNode place, Set<String> cells) {
    boolean overlaps = false;
    int right = place.get("x").asInt() + place.get("w").asInt();
    int bottom = place.get("y").asInt() + place.get("h").asInt();
    assertThat(right).isLessThanOrEqualTo(24);
    for (int x = place.get("x").asInt(); x < right; x++) {
      for (int y = place.get("y").asInt(); y < bottom; y++) {
        overlaps |= !cells.add(x + "," + y);
      }
    }
    return overlaps;
  }

  static List<String> queries(Path dashboard) throws IOException {
    var root = JSON.readTree(Files.readString(dashboard));
    var queries = new ArrayList<String>();
    for (var panel : root.get("panels")) {
      for (var target : panel.path("targets")) {
        queries.add(target.get("expr").asText());
      }
    }
    for (var annotation : root.at("/annotations/list")) {
      queries.add(annotation.get("expr").asText());
    }
    return queries;
  }

  /** A histogram and a summary consist of several. */
  private static Set<String> metricsIn(String text) {
    var metrics = new TreeSet<String>();
    for (var name : found(METRIC, text)) {
      metrics.add(name.replaceFirst("_seconds_(bucket|count|sum)$", "_seconds"));
    }
    return metrics;
  }

  /** The last group of each. */
  private static Set<String> found(Pattern pattern, String text) {
    var names = new TreeSet<String>();
    pattern
        .matcher(text)
        .results()
        .forEach(found -> names.add(found.group(Math.min(1, found.groupCount()))));
    return names;
  }

  private static Set<String> documented() throws IOException {
    return metricsIn(Files.readString(Path.of("../docs/metrics.md")));
  }
}
