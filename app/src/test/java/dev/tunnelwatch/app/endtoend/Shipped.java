package dev.tunnelwatch.app.endtoend;

import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Prometheus and Alertmanager with the configuration we ship, told where things are here and not to
 * take their time.
 */
final class Shipped {
  static final Path DIRECTORY = Path.of("..", "dashboards").toAbsolutePath().normalize();

  // max_over_time(tunnelwatch_ingest_lag_seconds{source!="canary"}[2m])) > 300
  private static final Pattern AGE =
      Pattern.compile("(?<=_(?:age|lag|stalled)_seconds[^<>]{0,40} > )\\d+");

  private Shipped() {}

  /** Its receivers are the pager. */
  static SystemServer alertmanager(Path home, Pager pager) throws IOException {
    Files.createDirectories(home);
    var config =
        Files.readString(DIRECTORY.resolve("alertmanager/alertmanager.yml"))
            .replaceAll("http://[^/]+:9000", pager.address())
            .replaceAll("group_wait: \\d\\d+s", "group_wait: 1s")
            .replaceAll("group_interval: \\w+", "group_interval: 1s");
    Files.writeString(home.resolve("alertmanager.yml"), config);
    return SystemServer.start(
        SystemProgram.ALERTMANAGER,
        home,
        "--config.file=alertmanager.yml",
        "--storage.path=data",
        "--cluster.listen-address=");
  }

  /**
   * For a Prometheus with that home, before it starts. Ages are measured by the clock of decisions
   * and a process's pauses are real: where that clock runs faster, a pause makes so much more age.
   *
   * @param speed of that clock in seconds per real second
   */
  static void rules(Path home, int speed) throws IOException {
    var rules = Files.createDirectories(home.resolve("rules"));
    try (Stream<Path> files = Files.list(DIRECTORY.resolve("prometheus/rules"))) {
      for (var file : files.toList()) {
        var soon = Files.readString(file).replaceAll("interval: \\w+", "interval: 1s");
        var scaled = AGE.matcher(soon).replaceAll(age -> "" + Long.parseLong(age.group()) * speed);
        Files.writeString(rules.resolve(file.getFileName()), scaled);
      }
    }
  }

  /**
   * Scrapes our web server once a second; without rules where nobody brought {@link #rules} there.
   */
  static SystemServer prometheus(Path home, int webPort, String alertmanager) throws IOException {
    Files.createDirectories(home);
    var config =
        Files.readString(DIRECTORY.resolve("prometheus/prometheus.yml"))
            .replace("tunnelwatch:8080", "127.0.0.1:" + webPort)
            .replace("alertmanager:9093", alertmanager)
            .replaceAll("_interval: \\w+", "_interval: 1s");
    Files.writeString(home.resolve("prometheus.yml"), config);
    return SystemServer.start(
        SystemProgram.PROMETHEUS, home, "--config.file=prometheus.yml", "--storage.tsdb.path=data");
  }
}
