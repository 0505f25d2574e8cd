package dev.tunnelwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.testing.SystemProgram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The receivers to choose from. */
class AlertmanagerExamplesTest {
  private static final String SHIPPED = "alertmanager/alertmanager.yml";
  private static final String EXAMPLES = "alertmanager/examples.yml";
  private static final String TEMPLATES = "alertmanager/tunnelwatch.tmpl";

  @TempDir Path directory;

  @Test
  void alertmanagerTakesThem() throws Exception {
    assertThat(Program.succeeds(SystemProgram.AMTOOL, "check-config", Program.file(EXAMPLES)))
        .contains("SUCCESS", "1 templates");
  }

  /** At start and at a reload it does the same: nobody is told by half a text. */
  @ParameterizedTest
  @ValueSource(
      strings = {"{{ range .Alerts.Firing }}", "{{- end }}", "{{ define \"tunnelwatch.text\" -}}"})
  void brokenTemplateIsRefusedByCheckAndByAlertmanager(String part) throws Exception {
    var text = Files.readString(Path.of(TEMPLATES));
    assertThat(text).contains(part);
    Files.writeString(
        directory.resolve("tunnelwatch.tmpl"), text.replaceFirst(Pattern.quote(part), "{{ if "));
    var file = Files.copy(Path.of(EXAMPLES), directory.resolve("examples.yml"));

    assertThat(checked(file)).contains("FAILED: template: tunnelwatch.tmpl:");
    assertThat(refused(file)).contains("failed to parse templates: template: tunnelwatch.tmpl:");
  }

  /** What it does not miss it does not tell of: see AlertmanagerCannotNotifyTest of app. */
  @Test
  void templateThatIsNotThereIsNotMissed() throws Exception {
    var file = Files.copy(Path.of(EXAMPLES), directory.resolve("examples.yml"));

    assertThat(checked(file)).contains("SUCCESS");
  }

  /** Why Alertmanager does not start. */
  private String refused(Path file) throws Exception {
    var log = directory.resolve("log").toFile();
    var process =
        new ProcessBuilder(
                SystemProgram.ALERTMANAGER.require().toString(),
                "--config.file=" + file,
                "--storage.path=" + directory.resolve("data"),
                "--cluster.listen-address=",
                "--web.listen-address=127.0.0.1:0")
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(log.toPath());
  }

  /** Older ones than 0.28 do not know Teams' workflows, and find nothing else wrong. */
  @Test
  void theOneForTeamsIsWrittenAsItsAlertmanagerReadsIt() throws Exception {
    var lines = new ArrayList<String>();
    boolean teams = false;
    for (var line : Files.readAllLines(Path.of(EXAMPLES))) {
      teams |= line.startsWith("  # - name: teams");
      lines.add(teams ? line.replaceFirst("# ?", "") : line);
    }
    var file = Files.write(directory.resolve("examples.yml"), lines);
    Files.copy(Path.of(TEMPLATES), directory.resolve("tunnelwatch.tmpl"));

    assertThat(teams).isTrue();
    assertThat(checked(file))
        .containsPattern(
            "7 receivers|unmarshal errors:\\s+line \\d+: field msteamsv2_configs not found[^\\n]*\\s*\\n");
  }

  @ParameterizedTest
  @CsvSource({
    "tier=page incident=0a alertname=TunnelwatchIncident, page, pagerduty",
    "tier=page incident=test-1 alertname=TunnelwatchTest, page, pagerduty",
    "tier=page incident=0a site=lyon, page, lyon",
    "tier=notify incident=0a, notify, slack-notify",
    "tier=notify scope=location, notify, mail-operators",
    // of Tunnelwatch's own health
    "tier=page alertname=TunnelwatchDown, page, 'mail-operators,pagerduty'",
    // by hand, to inhibit
    "alertname=Maintenance gateway=gw-uks, notify, nobody",
    // that it is alive, which is nobody's trouble
    "tier=heartbeat alertname=TunnelwatchAlwaysFires, nobody, dead-mans-switch",
  })
  void alertsGoWhereTheyBelong(String labels, String shipped, String example) throws Exception {
    assertThat(route(SHIPPED, labels)).isEqualTo(shipped);
    assertThat(route(EXAMPLES, labels)).isEqualTo(example);
  }

  /** It always fires: whoever takes the file as it is would be told of it for ever. */
  @Test
  void nobodyIsToldThatAlertmanagerIsAlive() throws Exception {
    assertThat(Files.readAllLines(Path.of(SHIPPED))).endsWith("  - name: nobody");
  }

  /** Else all that is wrong with the pipeline would be one group, and only the first a page. */
  @ParameterizedTest
  @CsvSource({SHIPPED, EXAMPLES})
  void alertsOfThePipelineAreGroupsOfTheirOwn(String file) throws Exception {
    var groupings =
        Files.readAllLines(Path.of(file)).stream()
            .filter(line -> line.contains("group_by"))
            .toList();

    assertThat(groupings).isNotEmpty().allSatisfy(g -> assertThat(g).contains("alertname"));
  }

  @Test
  void textIsWhatTheAnnotationsSay() throws Exception {
    var data =
        Files.writeString(
            directory.resolve("data.json"),
            """
            {"status": "resolved", "alerts": [{"status": "resolved", "labels": {}, "annotations": {
              "summary": "paris unreachable", "description": "The only tunnel.", "end": "over",
              "incident_id": "0a", "cause": "peer_unreachable", "severity": "critical",
              "when": "began 2026-03-02 10:02:11 UTC", "evidence": "one\\ntwo",
              "runbook": "docs/runbooks/peer_unreachable.md", "timeline": "https://t.example/#0a"}}]}
            """);

    assertThat(rendered("tunnelwatch.title", data)).isEqualTo("over: paris unreachable");
    assertThat(rendered("tunnelwatch.text", data).lines().filter(line -> !line.isBlank()))
        .containsExactly(
            "The only tunnel.",
            "began 2026-03-02 10:02:11 UTC",
            "one",
            "two",
            "incident 0a: cause peer_unreachable, severity critical",
            "timeline: https://t.example/#0a",
            "runbook: docs/runbooks/peer_unreachable.md");
  }

  /** An end that is none is the worst that a title can tell. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "firing   | ''   | 0a | paris | paris",
        "resolved | over | 0a | paris | over: paris",
        "resolved | told | 0a | goes on as a page: paris | goes on as a page: paris",
        "resolved | told | ''  | 3 incidents healed | 3 incidents healed",
        // Tunnelwatch was not heard of for 15 minutes
        "resolved | ''   | 0a | paris | nothing is heard of it any more: paris",
        // of Prometheus
        "resolved | ''   | ''  | lag | over: lag",
      })
  void titleSaysOverOnlyOfWhatIs(
      String status, String end, String incident, String summary, String title) throws Exception {
    var data =
        Files.writeString(
            directory.resolve("data.json"),
            """
            {"status": "%1$s", "alerts": [{"status": "%1$s", "labels": {}, "annotations": {
              "summary": "%2$s", "end": "%3$s", "incident_id": "%4$s"}}]}
            """
                .formatted(status, summary, end, incident));

    assertThat(rendered("tunnelwatch.title", data)).isEqualTo(title);
  }

  /**
   * One receiver for all tiers: with the page goes the end of the notification that it was, and
   * what else has ended. Whoever is woken reads of what fires.
   */
  @Test
  void whatFiresIsReadBeforeWhatHasEnded() throws Exception {
    var data =
        Files.writeString(
            directory.resolve("data.json"),
            """
            {"status": "firing", "alerts": [
              {"status": "resolved", "labels": {"tier": "notify"}, "annotations": {
                "summary": "goes on as a page: paris lost one of two paths", "end": "told",
                "description": "One of two tunnels.", "incident_id": "0a"}},
              {"status": "resolved", "labels": {"tier": "notify"}, "annotations": {
                "summary": "rome", "end": "over", "description": "It was rome.", "incident_id": "0b"}},
              {"status": "resolved", "labels": {"tier": "notify"}, "annotations": {
                "summary": "part of 0d: oslo", "end": "told", "description": "It was oslo.", "incident_id": "0c"}},
              {"status": "firing", "labels": {"tier": "page"}, "annotations": {
                "summary": "paris unreachable", "description": "Both tunnels.", "incident_id": "0a"}}]}
            """);

    assertThat(rendered("tunnelwatch.title", data)).isEqualTo("paris unreachable");
    assertThat(
            rendered("tunnelwatch.text", data)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty()))
        .containsExactly(
            "Both tunnels.",
            "incident 0a:",
            "It was rome.",
            "incident 0b:",
            "It was oslo.",
            "incident 0c:");
  }

  /** Once both have ended: be it over or closed by somebody, and in whichever order they come. */
  @ParameterizedTest
  @CsvSource({
    "told, over, paris unreachable, over: paris unreachable",
    "told, told, closed by ann: paris unreachable, closed by ann: paris unreachable",
    "over, over, paris unreachable, over: paris unreachable",
    "over, told, closed by ann: paris unreachable, closed by ann: paris unreachable",
  })
  void titleOfWhatHasEndedIsThatOfThePage(String before, String end, String summary, String title)
      throws Exception {
    var alerts =
        List.of(
            """
            {"status": "resolved", "labels": {"tier": "notify"}, "annotations": {
              "summary": "of a notification", "end": "%s", "incident_id": "0a"}}
            """
                .formatted(before),
            """
            {"status": "resolved", "labels": {"tier": "page"}, "annotations": {
              "summary": "%s", "end": "%s", "incident_id": "0a"}}
            """
                .formatted(summary, end));
    for (var order : List.of(alerts, alerts.reversed())) {
      var data =
          Files.writeString(
              directory.resolve("data.json"),
              "{\"status\": \"resolved\", \"alerts\": [" + String.join(", ", order) + "]}");

      assertThat(rendered("tunnelwatch.title", data)).isEqualTo(title);
    }
  }

  /** Grouped by gateway, say: many a pager shows the title alone. */
  @Test
  void titleOfSeveralThatFireIsThatOfAPage() throws Exception {
    var alerts =
        List.of(
            """
            {"status": "firing", "labels": {"tier": "notify"}, "annotations": {
              "summary": "paris lost one of two paths", "description": "It was one.", "incident_id": "0a"}}
            """,
            """
            {"status": "firing", "labels": {"tier": "page"}, "annotations": {
              "summary": "rome unreachable", "description": "Rome is out.", "incident_id": "0b"}}
            """);
    for (var order : List.of(alerts, alerts.reversed())) {
      var data =
          Files.writeString(
              directory.resolve("data.json"),
              "{\"status\": \"firing\", \"alerts\": [" + String.join(", ", order) + "]}");

      assertThat(rendered("tunnelwatch.title", data)).isEqualTo("rome unreachable (one of 2)");
      assertThat(rendered("tunnelwatch.text", data)).startsWith("Rome is out.");
    }
  }

  /** Whoever is woken by a repeat is to see that somebody has it already. */
  @Test
  void textSaysWhatPeopleSaidOfIt() throws Exception {
    var data =
        Files.writeString(
            directory.resolve("data.json"),
            """
            {"status": "firing", "alerts": [{"status": "firing", "labels": {}, "annotations": {
              "summary": "paris unreachable", "description": "The only tunnel.",
              "acknowledged_by": "day-shift, 2026-03-02 10:05:00 UTC",
              "expected_until": "2026-03-02 12:00:00 UTC, said by day-shift, 2026-03-02 10:06:00 UTC",
              "closed_by": "night-shift, 2026-03-02 22:00:00 UTC"}}]}
            """);

    assertThat(rendered("tunnelwatch.text", data).lines().filter(line -> !line.isBlank()))
        .containsExactly(
            "The only tunnel.",
            "acknowledged by day-shift, 2026-03-02 10:05:00 UTC",
            "expected until 2026-03-02 12:00:00 UTC, said by day-shift, 2026-03-02 10:06:00 UTC",
            "closed by night-shift, 2026-03-02 22:00:00 UTC");
  }

  /** What is said of it, right or wrong. */
  private static String checked(Path file) throws Exception {
    var process =
        new ProcessBuilder(
                SystemProgram.AMTOOL.require().toString(), "check-config", file.toString())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String rendered(String name, Path data) throws Exception {
    return Program.succeeds(
        SystemProgram.AMTOOL,
        "template",
        "render",
        "--template.glob=" + Program.file(TEMPLATES),
        "--template.data=" + data,
        "--template.text={{ template \"" + name + "\" . }}");
  }

  private static String route(String file, String labels) throws Exception {
    var arguments = new ArrayList<>(List.of("config", "routes", "test"));
    arguments.add("--config.file=" + Program.file(file));
    arguments.addAll(Arrays.asList(labels.split(" ")));
    var said = Program.succeeds(SystemProgram.AMTOOL, arguments.toArray(String[]::new));
    return said.lines().reduce("", (_, line) -> line);
  }
}
