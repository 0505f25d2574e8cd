package dev.tunnelwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every receiver is told of every page, and the terminal is always one. */
class PagesCountedTest {
  private static final String SENT = "tunnelwatch_alerts_sent_total";
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;

  /** Alertmanager was down for the last of six, and another process took over after two. */
  @Test
  void pageThatTwoReceiversTookIsOne() throws Exception {
    answers("[24h]", "{labels: '{}', value: 6}");
    answers("by (action)", "{labels: '{action=\"page\"}', value: 6}");
  }

  @Test
  void noPanelSumsOverReceivers() throws Exception {
    for (var dashboard : DashboardTest.dashboards()) {
      var counts =
          DashboardTest.queries(dashboard).stream()
              .filter(query -> query.contains(SENT) && !query.endsWith("> 0"));
      assertThat(counts)
          .as(dashboard.toString())
          .allSatisfy(query -> assertThat(query).contains("by (receiver"));
    }
  }

  private void answers(String part, String expected) throws IOException, InterruptedException {
    var queries =
        DashboardTest.queries(Path.of("grafana/dashboards/noc-overview.json")).stream()
            .filter(query -> query.contains(SENT) && query.contains(part))
            .map(query -> query.replace("$__rate_interval", "24h"))
            .toList();
    assertThat(queries).hasSize(1);
    var file =
        Files.writeString(
            directory.resolve("pages.yml"),
            """
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
            %s    promql_expr_test:
                  - expr: %s
                    eval_time: 24h
                    exp_samples:
                      - %s
            """
                .formatted(series(), JSON.writeValueAsString(queries.getFirst()), expected));

    Program.succeeds(SystemProgram.PROMTOOL, "test", "rules", file.toString());
  }

  private static String series() {
    var values =
        List.of(
            List.of("a", "terminal", "0x400 2x1100"),
            List.of("a", "alertmanager", "0x400 2x1100"),
            List.of("b", "terminal", "0x800 4x700"),
            List.of("b", "alertmanager", "0x800 3x700"));
    var series = new StringBuilder();
    for (var each : values) {
      series.append(
          "      - {series: '%s{instance=\"%s\",receiver=\"%s\",action=\"page\"}', values: %s}\n"
              .formatted(SENT, each.get(0), each.get(1), each.get(2)));
    }
    return series.toString();
  }
}
