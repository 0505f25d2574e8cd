package dev.tunnelwatch.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.app.Run;
import dev.tunnelwatch.model.testing.Await;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Alertmanager that takes alerts and cannot tell them: the template that its receiver names
 * is not where it looks, which it does not miss when it starts.
 */
class AlertmanagerCannotNotifyTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @TempDir Path directory;

  private Pager pager;

  @BeforeEach
  void start() throws IOException {
    pager = Pager.start();
  }

  @AfterEach
  void stop() {
    pager.close();
  }

  @Test
  void alertTestSaysThatNobodyWasToldWhereTheTemplateIsMissing() throws Exception {
    try (var alertmanager = alertmanager()) {
      var run = alertTest(alertmanager);

      assertThat(run.out())
          .contains("ok      alertmanager " + alertmanager.address() + ": page: taken")
          .containsPattern(
              "WRONG   alertmanager "
                  + alertmanager.address()
                  + ": notified: taken, but notifying failed by slack (once|\\d+ times);"
                  + " its log says why");
      assertThat(run.code()).isEqualTo(1);
      // What TunnelwatchAlertmanagerCannotNotify pages of.
      Await.until(
          "the failure to be counted",
          LIMIT,
          () ->
              alertmanager
                  .get("/metrics")
                  .lines()
                  .anyMatch(
                      line ->
                          line.matches(
                              "alertmanager_notifications_failed_total"
                                  + "\\{integration=\"slack\".*} [1-9]\\d*")));
    }
    assertThat(pager.woken()).isEmpty();
  }

  @Test
  void itSaysNothingOfTheKindWhereTheTemplateIsThere() throws Exception {
    Files.copy(
        Shipped.DIRECTORY.resolve("alertmanager/tunnelwatch.tmpl"),
        directory.resolve("tunnelwatch.tmpl"));
    try (var alertmanager = alertmanager()) {
      var run = alertTest(alertmanager);

      assertThat(run.out()).doesNotContain("WRONG");
      assertThat(run.code()).isZero();
    }
  }

  private Run alertTest(SystemServer alertmanager) throws IOException {
    var config = "roles: [alerts]\nalerts: {alertmanagers: ['" + alertmanager.address() + "']}\n";
    var file = Files.writeString(directory.resolve("c.yml"), config);
    return Run.of("alert-test", "--hold", "2s", "--config", file.toString());
  }

  private SystemServer alertmanager() throws IOException {
    Files.writeString(
        directory.resolve("alertmanager.yml"),
        """
        templates: [tunnelwatch.tmpl]
        route: {receiver: slack, group_by: [incident], group_wait: 0s, group_interval: 1s}
        receivers:
          - name: slack
            slack_configs:
              - api_url: %s
                channel: '#network'
                title: '{{ template "tunnelwatch.title" . }}'
                text: '{{ template "tunnelwatch.text" . }}'
        """
            .formatted(pager.address()));
    return SystemServer.start(
        SystemProgram.ALERTMANAGER,
        directory,
        "--config.file=alertmanager.yml",
        "--storage.path=data",
        "--cluster.listen-address=");
  }
}
