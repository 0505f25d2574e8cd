package dev.tunnelwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private static final Pattern METRIC = Pattern.compile("tunnelwatch_[a-z_]+");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;

  static List<Path> dashboards() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("grafana/dashboards"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @Test
  void thereAreDashboards() throws Exception {
    assertThat(dashboards()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyQueryIsOneThatPrometheusUnderstands(Path dashboard) throws Exception {
    var rules = new StringBuilder("groups:\n  - name: queries\n    rules:\n");
    int number = 0;
    for (var query : queries(dashboard)) {
      var plain = query.replace("$__rate_interval", "5m");
      rules.append("      - record: query:%d\n".formatted(number++));
      rules.append("        expr: ").append(JSON.writeValueAsString(plain)).append('\n');
    }
    assertThat(number).isPositive();
    var file = Files.writeString(directory.resolve("queries.yml"), rules);

    Program.succeeds(SystemProgram.PROMTOOL, "check", "rules", file.toString());
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
        .isNotEmpty()
        .allSatisfy(query -> assertThat(query).contains("{source!=\"canary\"}"));
    assertThat(queries(dashboard))
        .filteredOn(query -> query.contains("tunnelwatch_streams_records_total"))
        .isNotEmpty()
        .allSatisfy(query -> assertThat(query).contains("{outcome!=\"canary\"}"));
  }

  @Test
  void everyMetricTheRulesAskForIsDocumented() throws Exception {
    var expressions =
        Files.readAllLines(Path.of("prometheus/rules/pipeline.yml")).stream()
            .filter(line -> line.strip().startsWith("expr:"))
            .toList();

    assertThat(metricsIn(String.join("\n", expressions))).isNotEmpty().isSubsetOf(documented());
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

  private static List<String> queries(Path dashboard) throws IOException {
    var root = JSON.readTree(Files.readString(dashboard));
    var queries = new ArrayList<String>();
    for (var panel : root.get("panels")) {
      for (var target : panel.get("targets")) {
        queries.add(target.get("expr").asText());
      }
    }
    for (var annotation : root.at("/annotations/list")) {
      queries.add(annotation.get("expr").asText());
    }
    return queries;
  }

  private static Set<String> metricsIn(String text) {
    var metrics = new TreeSet<String>();
    METRIC.matcher(text).results().forEach(found -> metrics.add(found.group()));
    return metrics;
  }

  private static Set<String> documented() throws IOException {
    return metricsIn(Files.readString(Path.of("../docs/metrics.md")));
  }
}
