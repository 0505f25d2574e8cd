package dev.tunnelwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.SystemProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

  @Test
  void prometheusTakesItsConfigurationAndRules() throws Exception {
    assertThat(
            Program.succeeds(
                SystemProgram.PROMTOOL,
                "check",
                "config",
                Program.file("prometheus/prometheus.yml")))
        .contains("1 rule files found");
  }

  @Test
  void theRulesDoWhatTheirTestsSay() throws Exception {
    Program.succeeds(
        SystemProgram.PROMTOOL, "test", "rules", Program.file("prometheus/tests/pipeline.yml"));
  }

  @Test
  void everyAlertHasATest() throws Exception {
    var tests = Files.readString(Path.of("prometheus/tests/pipeline.yml"));
    var rules = Files.readAllLines(Path.of("prometheus/rules/pipeline.yml"));

    assertThat(rules.stream().filter(line -> line.contains("- alert: ")))
        .isNotEmpty()
        .allSatisfy(
            line -> {
              var name = line.substring(line.indexOf(':') + 1).strip();
              assertThat(tests).contains("alertname: " + name + "\n        exp_alerts:");
            });
  }

  @Test
  void everyAlertHasItsSectionOfTheRunbook() throws Exception {
    var runbook = Files.readAllLines(Path.of("../docs/runbooks/pipeline.md"));
    var rules = Files.readString(Path.of("prometheus/rules/pipeline.yml"));
    var alerts = ALERT.matcher(rules).results().map(found -> found.group(1)).toList();

    assertThat(alerts)
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allSatisfy(
            name ->
                assertThat(rules)
                    .contains(
                        "runbook: docs/runbooks/pipeline.md#" + name.toLowerCase(Locale.ROOT)));
    assertThat(
            runbook.stream().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)))
        .containsExactlyInAnyOrderElementsOf(alerts);
  }

  @Test
  void alertmanagerTakesItsConfiguration() throws Exception {
    assertThat(
            Program.succeeds(
                SystemProgram.AMTOOL,
                "check-config",
                Program.file("alertmanager/alertmanager.yml")))
        .contains("SUCCESS");
  }

  @Test
  void pagesGoToThePagerAndNotificationsDoNot() throws Exception {
    var file = "--config.file=" + Program.file("alertmanager/alertmanager.yml");

    assertThat(
            Program.succeeds(SystemProgram.AMTOOL, "config", "routes", "test", file, "tier=page"))
        .endsWith("\npage\n");
    assertThat(
            Program.succeeds(SystemProgram.AMTOOL, "config", "routes", "test", file, "tier=notify"))
        .endsWith("\nnotify\n");
  }

  @Test
  void composeReadsItsFile() throws Exception {
    assertThat(
            Program.succeeds(
                SystemProgram.DOCKER_COMPOSE,
                "-f",
                Program.file("../docker-compose.yml"),
                "config",
                "--services"))
        .contains("kafka", "eventhubs", "azurite", "tunnelwatch", "prometheus", "alertmanager")
        .contains("grafana");
  }
}
