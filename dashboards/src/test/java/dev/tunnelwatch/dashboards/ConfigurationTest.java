package dev.tunnelwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {

  private static final Path FIVE_MINUTES = Path.of("prometheus/tests/five-minutes.yml");

  /** Seconds for which what is known of correlation may be old. */
  private static final long TOLD_LATE = 10;

  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

  @Test
  void prometheusTakesItsConfigurationAndRules() throws Exception {
    assertThat(
            Program.succeeds(
                SystemProgram.PROMTOOL,
                "check",
                "config",
                Program.file("prometheus/prometheus.yml")))
        .contains(RuleFiles.rules().size() + " rule files found");
  }

  static List<Path> rules() throws IOException {
    return RuleFiles.rules();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theRulesDoWhatTheirTestsSay(Path rules) throws Exception {
    Program.succeeds(
        SystemProgram.PROMTOOL, "test", "rules", Program.file(RuleFiles.tests(rules).toString()));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyAlertHasATest(Path rules) throws Exception {
    var tests = Files.readString(RuleFiles.tests(rules));

    assertThat(alerts(rules))
        .allSatisfy(
            name -> assertThat(tests).contains("alertname: " + name + "\n        exp_alerts:"));
  }

  /** What dashboards and alerts count on: its samples are expected somewhere, one by one. */
  @Test
  void everyRecordedSeriesHasATest() throws Exception {
    var asked = new StringBuilder();
    for (var rules : RuleFiles.rules()) {
      asked.append(Files.readString(RuleFiles.tests(rules)));
    }

    assertThat(RuleFiles.recorded())
        .hasSizeGreaterThan(20)
        .allSatisfy(
            series ->
                assertThat(asked.toString())
                    .containsPattern(
                        "- expr: (round\\()?"
                            + Pattern.quote(series)
                            + "(, 0.01\\))?\n +eval_time: \\w+\n +exp_samples:"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyAlertHasItsSectionOfTheRunbook(Path rules) throws Exception {
    var runbook = RuleFiles.runbook(rules);
    var text = Files.readString(rules);

    assertThat(alerts(rules))
        .allSatisfy(
            name ->
                assertThat(text)
                    .contains("runbook: " + runbook + '#' + name.toLowerCase(Locale.ROOT))
                    .contains(
                        runbook.replace("docs/runbooks", "{{ reReplaceAll \"/+$\" \"\" . }}")
                            + '#'
                            + name.toLowerCase(Locale.ROOT)
                            + "{{ end }}'"));
    assertThat(
            Files.readAllLines(Path.of("..", runbook)).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3)))
        .containsExactlyInAnyOrderElementsOf(alerts(rules));
  }

  /** Inside, without any dead-man's switch; whichever of them tells of the stage. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "TunnelwatchCanarySilent",
        "TunnelwatchCanaryStopped",
        "TunnelwatchNobodySends",
        "TunnelwatchRoleMissing",
        "TunnelwatchRoleNotReady",
        "TunnelwatchDown",
        "TunnelwatchStalled",
        "TunnelwatchCorrelationStalled"
      })
  void stageThatStopsPagesWithinFiveMinutes(String alert) throws Exception {
    var prometheus = Files.readString(Path.of("prometheus/prometheus.yml"));
    var alertmanager = Files.readString(Path.of("alertmanager/alertmanager.yml"));
    var rules = Files.readString(Path.of("prometheus/rules/pipeline.yml"));
    var rule = rules.substring(rules.indexOf("- alert: " + alert + '\n')).split("\n\n", 2)[0];

    long all =
        number("_age_seconds\\) > (\\d+)", rule)
            + number("_stalled_seconds.*\\\\w+\\]\\)\\) > (\\d+)", rule)
            + (rule.contains("min_over_time")
                ? seconds("_stalled_seconds.*?\\[(\\d+m)\\]", rule)
                : 0)
            + (rule.contains("tunnelwatch_correlation_") ? TOLD_LATE : 0)
            + seconds("\n +for: (\\d+[sm])", rule)
            + seconds("\n +scrape_interval: (\\d+[sm])", prometheus)
            + seconds("\n +evaluation_interval: (\\d+[sm])", prometheus)
            + seconds("'incident = \"\"'[^-]+group_wait: (\\d+[sm])", alertmanager);

    assertThat(rule).contains("tier: page");
    assertThat(all).isLessThanOrEqualTo(Duration.ofMinutes(5).toSeconds());
  }

  /** The same as Prometheus lives it, by its own evaluation. */
  @Test
  void whatStopsFiresInTime() throws Exception {
    var test = Files.readString(FIVE_MINUTES);
    var prometheus = Files.readString(Path.of("prometheus/prometheus.yml"));

    assertThat(seconds("\nevaluation_interval: (\\d+[sm])", test))
        .isEqualTo(seconds("\n +evaluation_interval: (\\d+[sm])", prometheus));
    assertThat(test.split("\n    interval: ", -1))
        .as("each story is scraped as often as shipped")
        .hasSizeGreaterThan(1)
        .filteredOn(story -> !story.startsWith("#"))
        .allMatch(
            story ->
                story.startsWith(seconds("\n +scrape_interval: (\\d+[sm])", prometheus) + "s"));
    assertThat(Files.readString(Path.of("prometheus/rules/pipeline.yml")))
        .as("no group has an interval of its own")
        .doesNotContain("interval:");
    Program.succeeds(
        SystemProgram.PROMTOOL, "test", "rules", Program.file(FIVE_MINUTES.toString()));
  }

  /** Nothing where it is not there. */
  private static long number(String pattern, String text) {
    var found = Pattern.compile(pattern).matcher(text);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  private static long seconds(String pattern, String text) {
    var found = Pattern.compile(pattern).matcher(text);
    assertThat(found.find()).as(pattern).isTrue();
    return Duration.parse("PT" + found.group(1).toUpperCase(Locale.ROOT)).toSeconds();
  }

  /** One page for one fault: a site that is lost pages by its incident, with its cause. */
  @Test
  void noAlertOnSitesWakesAnybody() throws Exception {
    assertThat(Files.readString(Path.of("prometheus/rules/slo.yml")))
        .contains("tier: notify")
        .doesNotContain("tier: page");
  }

  private static List<String> alerts(Path rules) throws IOException {
    var alerts =
        ALERT.matcher(Files.readString(rules)).results().map(found -> found.group(1)).toList();
    assertThat(alerts).isNotEmpty().doesNotHaveDuplicates();
    return alerts;
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
