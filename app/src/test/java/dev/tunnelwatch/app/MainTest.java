package dev.tunnelwatch.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.simulator.fleet.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "replay|replay: expected PATH…, got nothing",
        "replay --nonsense x|--nonsense: expected an option of replay, got one it does not have",
        "replay --until noon x|--until: expected an instant such as 2026-03-01T06:00:00Z, got \"noon\"",
        "replay --out|--out: expected FILE, got nothing",
        "replay --format pdf x|--format: expected one of jsonl, text, markdown, got \"pdf\"",
        "replay /no/such/file|PATH: expected a file or directory that can be read, got \"/no/such/file\"",
        "replay --inventory /no/such pom.xml|--inventory: expected a directory, got \"/no/such\"",
        "replay --out /no/such/x pom.xml|--out: expected a file that can be written, got \"/no/such/x\"",
        "replay --rejects /no/such/x pom.xml|--rejects: expected a file that can be written",
        "replay --summary /proc pom.xml|--summary: expected a file that can be written, got \"/proc\"",
        "replay --out pom.xml pom.xml|--out: expected a file that is not read, too, got \"pom.xml\"",
        "replay --out /tmp/x --rejects /tmp/x pom.xml|--out: expected another file than for",
        "simulate --out /proc/x --hours 24|--out: expected a directory that can be written",
        "simulate|--out: expected --out DIR, got nothing",
        "simulate --out=x --seed=one|--seed: expected a number from",
        "simulate --out=x --scenario none|--scenario: expected one of demo, all, healthy",
        "simulate --out=x --scenario demo --gateways 2|gateways: expected 12 with the scenario demo",
        "simulate --out=x --hours 1|gateways and hours: expected enough for one fault of each kind",
        "demo --duration soon|--duration: expected a duration such as 90s or 2m, got \"soon\"",
        "demo --speed 1|--duration: expected at least 20 min of the fleet's life",
        "demo --alertmanager http://user:canary@am|without user and password, got one with @ (not shown)",
        "demo here|demo: expected options only, got \"here\"",
        "run|--config: expected --config FILE, got nothing",
        "check|--config: expected --config FILE, got nothing",
        "alert-test|--config: expected --config FILE, got nothing",
        "alert-test --config c --hold 1h|--hold: expected at most 10m, got \"3600s\"",
        "check --config c --format xml|--format: expected one of text, json, got \"xml\"",
        "run --config a --config b|--config: expected it once, got it twice",
        "fly|tunnelwatch: expected a command, got \"fly\"",
        "help fly|tunnelwatch: expected a command, got \"fly\"",
        "help run check|help: expected one command, got \"run check\"",
      })
  void wrongUsageIsOneMessageAndExitTwo(String words, String message) {
    var run = Run.of(words.split(" "));

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains(message)
        .contains("usage: tunnelwatch")
        .doesNotContain("canary", "Exception");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void wrongConfigurationIsOneMessageAndExitTwo() throws Exception {
    var file = Files.writeString(directory.resolve("c.yml"), "web: {port: eighty}\n");

    var run = Run.of("run", "--config", file.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("web.port: expected a port from 0 to 65535, got \"eighty\"")
        .contains("sources: expected at least one event hub");
  }

  @Test
  void kafkaWithoutAnAddressIsOneMessageAndExitTwo() throws Exception {
    var file =
        Files.writeString(
            directory.resolve("c.yml"),
            """
            roles: [timeline]
            data-directory: %s
            kafka: {bootstrap-servers: 'kafka.invalid:9092'}
            """
                .formatted(directory.resolve("data")));

    var run = Run.of("run", "--config", file.toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("tunnelwatch: kafka.bootstrap-servers: expected host:port")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "run", "check", "replay", "simulate"})
  void everyCommandTellsItsOptions(String command) {
    var run = Run.of(command, "--help");

    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("usage: tunnelwatch " + command);
    assertThat(Run.of("--help").out()).contains("  " + command);
  }

  @Test
  void simulateTellsWhatEachScenarioIsAndHowMuchOfItThereMayBe() {
    var help = Run.of("simulate", "--help").out();

    assertThat(help)
        .contains("2 to 100 (scale: to 20000; demo: 12); 12", "1 to 168; 6")
        .contains("  joined       tunnels between two gateways of the fleet");
    assertThat(Scenario.names())
        .allSatisfy(n -> assertThat(help).containsPattern("\n  " + n + " +\\w"));
  }

  /** The bounds it tells are those it keeps. */
  @ParameterizedTest
  @CsvSource({
    "--gateways,1,--gateways",
    "--gateways,101,gateways",
    "--gateways,20001,--gateways",
    "--hours,0,--hours",
    "--hours,169,--hours"
  })
  void simulateKeepsToItsBounds(String option, String value, String named) {
    var run = Run.of("simulate", "--out", directory.resolve("sim").toString(), option, value);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith(named + ": expected ");
  }

  @Test
  void replayTellsWhatItReadsAndHowItEnds() {
    assertThat(Run.of("replay", "--help").out())
        .contains("PATH: a file, a directory", "/dev/stdin", "PT1H.json", "gzipped or not")
        .contains("one per line", "Exit code 0: ", " 1: ", " 2: wrong usage");
    assertThat(Run.of("score", "--help").out()).contains("Exit code 0: ", " 1: ", "2: wrong usage");
  }

  @Test
  void helpIsACommandToo() {
    assertThat(Run.of("help")).isEqualTo(Run.of("--help"));
    assertThat(Run.of("help", "replay")).isEqualTo(Run.of("replay", "--help"));
    assertThat(Run.of("help", "replay").code()).isZero();
  }

  @Test
  void demoTellsHowItsPageStays() {
    assertThat(Run.of("demo", "--help").out())
        .contains("[--keep]", "page and servers stay after the verdict until Ctrl-C");
  }

  @Test
  void versionIsThatOfTheBuildAndOfJava() {
    var run = Run.of("--version");

    assertThat(run.code()).isZero();
    assertThat(run.out()).matches("Tunnelwatch \\d+\\.\\d+\\S*, Java 25.*\n");
  }
}
