package dev.tunnelwatch.benchmarks.processes;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tunnelwatch.app.broker.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** {@code tunnelwatch run}, as users start it. It ends with this process. */
public final class RunProcess implements AutoCloseable {
  private static final String MAIN = "dev.tunnelwatch.app.Main";
  private static final String COMMITS = "tunnelwatch_ingest_commits_total ";
  private static final int MILLIS = 1000;

  private final Process process;
  private final int port;

  private RunProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * What it needs to know.
   *
   * @param directory what it keeps, the settings and the log among it; another start with the same
   *     is the same member of the group
   * @param roles with commas between them
   * @param more settings of these roles, as they stand in YAML
   */
  public record Where(Path directory, String roles, String servers, String more) {

    /**
     * Of roles that read a hub.
     *
     * @param hub its name
     * @param connection to the hub
     */
    public static Where reading(
        Path directory, String roles, String servers, String hub, String connection) {
      return new Where(
          directory,
          roles,
          servers,
          """
          sources:
            - hub: %s
              connection-string: '%s'
          """
              .formatted(hub, connection));
    }
  }

  /** A small one, whose speed does not matter. */
  public static RunProcess start(Where where) {
    return start(where, Jvm::small);
  }

  /**
   * Starts one.
   *
   * @param jvm the command for a main class and its arguments
   */
  public static RunProcess start(Where where, Function<String[], List<String>> jvm) {
    var directory = where.directory();
    try {
      int port = FreePort.next();
      Files.createDirectories(directory);
      var settings =
          Files.writeString(
              directory.resolve("run.yml"),
              """
              roles: [%s]
              data-directory: '%s'
              kafka: {bootstrap-servers: '%s'}
              web: {port: %d}
              %s"""
                  .formatted(where.roles(), directory, where.servers(), port, where.more()));
      var log = directory.resolve("run.log").toFile();
      var process =
          new ProcessBuilder(jvm.apply(new String[] {MAIN, "run", "--config", settings.toString()}))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
              .start();
      return new RunProcess(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether it has slots and commits, as its metrics say since its start. */
  public boolean working() {
    try {
      var metrics = URI.create("http://127.0.0.1:" + port + "/metrics").toURL().openConnection();
      metrics.setConnectTimeout(MILLIS);
      metrics.setReadTimeout(MILLIS);
      try (var lines = new BufferedReader(new InputStreamReader(metrics.getInputStream(), UTF_8))) {
        return lines
            .lines()
            .filter(line -> line.startsWith(COMMITS))
            .anyMatch(line -> Double.parseDouble(line.substring(COMMITS.length())) > 0);
      }
    } catch (IOException e) {
      return false; // not up yet
    }
  }

  /** Whether all of its roles do their work, as it says itself. */
  public boolean ready() {
    try {
      var asked = URI.create("http://127.0.0.1:" + port + "/readyz").toURL().openConnection();
      asked.setConnectTimeout(MILLIS);
      asked.setReadTimeout(MILLIS);
      return ((HttpURLConnection) asked).getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false; // not up yet
    }
  }

  /** What all of its threads have taken of processors. */
  public Duration processorTime() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    try {
      kill();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
