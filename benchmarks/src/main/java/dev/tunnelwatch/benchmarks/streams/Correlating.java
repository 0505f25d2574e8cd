package dev.tunnelwatch.benchmarks.streams;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A correlating process of its own that can be killed and stopped. It ends with this one. */
final class Correlating implements AutoCloseable {
  private static final String MAIN = "dev.tunnelwatch.streams.MortalStreams";

  private final Process process;
  private final Path log;
  private final Thread listener;
  private volatile boolean ready;

  private Correlating(Process process, Path log) {
    this.process = process;
    this.log = log;
    listener = Thread.ofVirtual().unstarted(this::listen);
  }

  /**
   * What it needs to know.
   *
   * @param directory where its state and its log lie, below its name
   * @param standbys copies of its state on others
   * @param patience of its watchdog, seconds
   */
  record Where(String servers, Path directory, String name, int standbys, int patience) {
    /** So much as a process that is in use has. */
    static final int USUAL_PATIENCE = 90;

    Path log() {
      return directory.resolve(name + ".log");
    }
  }

  static Correlating start(Where where) {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            MAIN,
            where.servers(),
            where.directory().resolve(where.name()).toString(),
            where.name(),
            Integer.toString(where.standbys()),
            Integer.toString(where.patience()));
    builder.redirectErrorStream(true);
    try {
      var started = new Correlating(builder.start(), where.log());
      started.listener.start();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void listen() {
    try (var said = process.inputReader(StandardCharsets.UTF_8);
        var kept = Files.newBufferedWriter(log, CREATE, APPEND)) {
      for (var line = said.readLine(); line != null; line = said.readLine()) {
        ready = line.equals("ready") || (ready && !line.startsWith("not ready"));
        kept.write(line + '\n');
        kept.flush();
      }
    } catch (IOException e) {
      ready = false; // its pipe is closed while it is killed
    }
  }

  /** As {@code MortalStreams} understands it. */
  void tell(String line) {
    try {
      var input = process.getOutputStream();
      input.write((line + '\n').getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      ready = false; // it is dead already, which is what this proof is about
    }
  }

  /** Whether it works, as it says itself. */
  boolean ready() {
    return ready && process.isAlive();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** What it ended with. */
  int status() {
    return process.exitValue();
  }

  boolean awaitEnd(Duration limit) throws InterruptedException {
    boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (ended) {
      listener.join(); // its last words
    }
    return ended;
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  void stop() throws IOException, InterruptedException {
    signal("-STOP");
  }

  void goOn() throws IOException, InterruptedException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid())).inheritIO().start().waitFor();
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
