package dev.tunnelwatch.model.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A program of the system that some tests need and not every machine has. */
public enum SystemProgram {
  PROMETHEUS("prometheus"),
  PROMTOOL("promtool"),
  /** Debian's name for it; elsewhere it is {@code alertmanager}. */
  ALERTMANAGER("prometheus-alertmanager", "alertmanager"),
  AMTOOL("amtool"),
  CHROMIUM("chromium"),
  CHROMEDRIVER("chromedriver"),
  DOCKER_COMPOSE("docker-compose"),
  FAKETIME("faketime");

  private final String name;
  private final String otherName;

  SystemProgram(String name) {
    this(name, name);
  }

  SystemProgram(String name, String otherName) {
    this.name = name;
    this.otherName = otherName;
  }

  /**
   * Where the program stands. Without it the calling test is skipped with a message, or fails where
   * the environment says {@code CI=true}.
   */
  public Path require() {
    var found = find();
    if (found.isEmpty()) {
      var message = name + " is not on PATH";
      if ("true".equals(System.getenv("CI"))) {
        throw new AssertionError(message + ", and with CI=true it has to be");
      }
      Assumptions.abort("skipped: " + message);
    }
    return found.orElseThrow();
  }

  private Optional<Path> find() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(File.pathSeparator, -1))
        .filter(directory -> !directory.isEmpty())
        .flatMap(directory -> Stream.of(Path.of(directory, name), Path.of(directory, otherName)))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
