package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tunnelwatch.app.broker.FreePort;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a real Prometheus with the configuration we ship tells a real Alertmanager, once somebody
 * has said where the runbooks can be read.
 */
class RunbookLinkTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void alertsOfPrometheusLeadToTheirRunbookAndHaveNoLabelForIt() throws Exception {
    try (var pager = Pager.start();
        var alertmanager = Shipped.alertmanager(directory.resolve("alertmanager"), pager);
        var _ = prometheus(alertmanager.address().getAuthority())) {
      var alert =
          Await.value(
              "the alert that always fires",
              LIMIT,
              () -> alwaysFires(alertmanager),
              found -> !found.isMissingNode());

      assertThat(alert.at("/annotations/runbook_url").asText())
          .isEqualTo("https://git.example/docs/runbooks/pipeline.md#tunnelwatchalwaysfires");
      assertThat(alert.path("labels").fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("alertname", "tier");
    }
  }

  private static JsonNode alwaysFires(SystemServer alertmanager) throws Exception {
    for (var alert : JSON.readTree(alertmanager.get("/api/v2/alerts"))) {
      if (alert.at("/labels/alertname").asText().equals("TunnelwatchAlwaysFires")) {
        return alert;
      }
    }
    return JSON.missingNode();
  }

  /** As the comment in the file says, with its example. */
  private SystemServer prometheus(String alertmanager) throws IOException {
    var home = directory.resolve("prometheus");
    Shipped.rules(home, 1);
    var config =
        Files.readString(Shipped.DIRECTORY.resolve("prometheus/prometheus.yml"))
            .replace("  # external_labels:", "  external_labels:")
            .replace(
                "  #   tunnelwatch_runbooks: https://git.example/tunnelwatch/docs/runbooks",
                "    tunnelwatch_runbooks: https://git.example/docs/runbooks")
            .replace("tunnelwatch:8080", "127.0.0.1:" + FreePort.next())
            .replace("alertmanager:9093", alertmanager)
            .replaceAll("_interval: \\w+", "_interval: 1s");
    assertThat(config).contains("    tunnelwatch_runbooks: https://git.example/docs/runbooks");
    Files.writeString(home.resolve("prometheus.yml"), config);
    // It finds its Alertmanagers after a while, and says again what fires each minute.
    return SystemServer.start(
        SystemProgram.PROMETHEUS,
        home,
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=data",
        "--rules.alert.resend-delay=1s");
  }
}
