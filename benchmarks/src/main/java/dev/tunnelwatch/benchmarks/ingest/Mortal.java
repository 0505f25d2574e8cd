package dev.tunnelwatch.benchmarks.ingest;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An ingesting process of its own that can be killed, stopped, and told where to die. It ends with
 * this one.
 */
final class Mortal implements AutoCloseable {
  static final int HALTED = 137;

  private static final String MAIN = "dev.tunnelwatch.ingest.MortalIngest";
  private static final String CONNECTION = "TW_PROOF_HUB";

  private final Process process;
  private final Path log;
  private final Thread listener;
  private volatile boolean ready;
  private volatile boolean halting;

  private Mortal(Process process, Path log) {
    this.process = process;
    this.log = log;
    listener = Thread.ofVirtual().unstarted(this::listen);
  }

  /** What it needs to know. */
  record Where(
      String servers, String connection, String hub, String instance, String group, Path log) {}

  static Mortal start(Where where) {
    var builder =
        new ProcessBuilder(
            java(MAIN, where.servers(), where.hub(), where.instance(), where.group()));
    builder.environment().put(CONNECTION, where.connection());
    builder.redirectErrorStream(true);
    try {
      var mortal = new Mortal(builder.start(), where.log());
      mortal.listener.start();
      return mortal;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command that starts a small JVM with our own class path. */
  static List<String> java(String... mainAndArguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(List.of(mainAndArguments));
    return command;
  }

  private void listen() {
    try (var said = process.inputReader(StandardCharsets.UTF_8);
        var kept = Files.newBufferedWriter(log, CREATE, APPEND)) {
      for (var line = said.readLine(); line != null; line = said.readLine()) {
        ready = line.equals("ready") || (ready && !line.startsWith("not ready"));
        halting = halting || line.startsWith("halting ");
        kept.write(line + '\n');
        kept.flush();
      }
    } catch (IOException e) {
      ready = false; // its pipe is closed while it is killed
    }
  }

  private void tell(String line) {
    try {
      var input = process.getOutputStream();
      input.write((line + '\n').getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      // It is dead already, which is what this proof is about.
      halting = halting || !process.isAlive();
    }
  }

  /** It is to die so many milliseconds after having passed a step so many times. */
  void arm(Place place, int times, long millis) {
    tell("arm %s %d %d".formatted(place.step(), times, millis));
  }

  /** It is to live on. */
  void spare() {
    tell("arm ASSIGNED 0 0");
  }

  /** Whether it reads and hears its hub, as it says itself. */
  boolean ready() {
    return ready && process.isAlive();
  }

  /** In how many lines so far. */
  long said(String words) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(words)).count();
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Whether it died at the step it was told. */
  boolean halted() {
    return halting && !process.isAlive() && process.exitValue() == HALTED;
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

  /** Leaves in order, unless it was told to die on the way. */
  void leave() {
    tell("leave");
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
