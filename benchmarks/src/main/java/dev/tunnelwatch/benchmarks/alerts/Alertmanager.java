package dev.tunnelwatch.benchmarks.alerts;

import dev.tunnelwatch.app.broker.FreePort;
import dev.tunnelwatch.model.testing.SystemProgram;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real Alertmanager with the configuration we ship. */
final class Alertmanager implements AutoCloseable {
  private static final Path SHIPPED = Path.of("dashboards", "alertmanager", "alertmanager.yml");
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Path home;
  private final int port;
  private final List<String> options;
  private Process process;

  private Alertmanager(Path home, List<String> options) throws IOException {
    this.home = home;
    this.options = List.copyOf(options);
    port = FreePort.next();
    process = run();
  }

  /**
   * Starts one as users do.
   *
   * @param pager where it notifies, host and port
   */
  static Alertmanager start(Path home, String pager) throws Exception {
    return start(home, configuration(pager), List.of());
  }

  /**
   * Starts one where the end of a group waits 1 s, and which writes down once a second, instead of
   * every 15 min, whom it has notified: what it has not written when it is killed it tells once
   * more, whoever sends to it.
   *
   * @param pager where it notifies, host and port
   */
  static Alertmanager startHasty(Path home, String pager) throws Exception {
    return start(
        home,
        configuration(pager).replaceAll("group_interval: \\w+", "group_interval: 1s"),
        List.of("--data.maintenance-interval=1s"));
  }

  private static String configuration(String pager) throws IOException {
    return Files.readString(shipped()).replaceAll("http://[^/]+:9000", "http://" + pager);
  }

  private static Alertmanager start(Path home, String configuration, List<String> options)
      throws Exception {
    Files.createDirectories(home);
    Files.writeString(home.resolve("alertmanager.yml"), configuration);
    var started = new Alertmanager(home, options);
    started.awaitReady();
    return started;
  }

  /** Above where we are called. */
  private static Path shipped() {
    return Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
        .map(each -> each.resolve(SHIPPED))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  private Process run() throws IOException {
    var command = new ArrayList<String>();
    command.add(SystemProgram.ALERTMANAGER.require().toString());
    command.add("--config.file=alertmanager.yml");
    command.add("--storage.path=data");
    command.add("--cluster.listen-address=");
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(options);
    return new ProcessBuilder(command)
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("log").toFile()))
        .start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** SIGKILL; it is back after so long. */
  void dieFor(long millis, Crash.Log crashes) throws Exception {
    process.destroyForcibly().waitFor();
    crashes.ended(Crash.Whom.ALERTMANAGER);
    TimeUnit.MILLISECONDS.sleep(millis);
    process = run();
    awaitReady();
  }

  private void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!ready()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Alertmanager is not ready after " + LIMIT);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private boolean ready() {
    try {
      var asked = address().resolve("/-/ready").toURL().openConnection();
      return ((HttpURLConnection) asked).getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException e) {
      return false; // not up yet
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
