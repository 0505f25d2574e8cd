package dev.tunnelwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left of a budget of 30 days where fewer are known, as in the month after the first start
 * and where Prometheus keeps 15: the minutes are 43 all the same.
 */
class BudgetTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;

  /** Of two sites one was lost for 12 min 58 s or so (26 samples), on the first day. */
  @Test
  void minutesThatAreLostOnTheFirstDayAreOfAMonths() throws Exception {
    answers(
        "tunnelwatch:site_reachable:bool[30d]",
        """
              - {series: 'tunnelwatch:site_reachable:bool{gateway="g",site="a"}', values: 1x600 0x25 1x600}
              - {series: 'tunnelwatch:site_reachable:bool{gateway="g",site="b"}', values: 1x1227}
        """,
        "0.85");
  }

  /** One of four tunnels was down for 1 h 26 min (173 samples): a fifth of its 7 h 12 min. */
  @Test
  void hoursThatATunnelIsDownOnTheFirstDayAreOfAMonths() throws Exception {
    answers(
        "tunnelwatch:site_tunnels_up:count[30d]",
        """
              - {series: 'tunnelwatch:site_tunnels_up:count{gateway="g",site="a"}', values: 2x600 1x172 2x600}
              - {series: 'tunnelwatch:site_tunnels_up:count{gateway="g",site="b"}', values: 2x1374}
              - {series: 'tunnelwatch:site_tunnels_expected:count{gateway="g",site="a"}', values: 2x1374}
              - {series: 'tunnelwatch:site_tunnels_expected:count{gateway="g",site="b"}', values: 2x1374}
        """,
        "0.95");
  }

  /** Each sample is 30 s of it. */
  @Test
  void samplesAreRecordedAsOftenAsTheyAreCounted() throws Exception {
    assertThat(Files.readString(Path.of("prometheus/rules/slo.yml")))
        .containsPattern("name: tunnelwatch-sites\n( +#.*\n)* +interval: 30s\n")
        .containsPattern("name: tunnelwatch-tunnels\n( +#.*\n)* +interval: 30s\n");
  }

  private void answers(String part, String series, String expected) throws Exception {
    var queries =
        DashboardTest.queries(Path.of("grafana/dashboards/slo.json")).stream()
            .filter(query -> query.startsWith("1 - ") && query.contains(part))
            .toList();
    assertThat(queries).hasSize(1);
    var file =
        Files.writeString(
            directory.resolve("budget.yml"),
            """
            evaluation_interval: 30s
            tests:
              - interval: 30s
                input_series:
            %s    promql_expr_test:
                  - expr: %s
                    eval_time: 12h
                    exp_samples:
                      - {labels: '{}', value: %s}
            """
                .formatted(
                    series,
                    JSON.writeValueAsString("round(" + queries.getFirst() + ", 0.01)"),
                    expected));

    Program.succeeds(SystemProgram.PROMTOOL, "test", "rules", file.toString());
  }
}
