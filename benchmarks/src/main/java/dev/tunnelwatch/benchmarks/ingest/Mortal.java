package dev.tunnelwatch.benchmarks.ingest;

import dev.tunnelwatch.benchmarks.processes.Child;
import dev.tunnelwatch.benchmarks.processes.Jvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * An ingesting process of its own that can be killed, stopped, and told where to die. It ends with
 * this one.
 */
final class Mortal implements AutoCloseable {
  static final int HALTED = 137;

  private static final String MAIN = "dev.tunnelwatch.ingest.MortalIngest";
  private static final String CONNECTION = "TW_PROOF_HUB";

  private final Child child;
  private final Path log;
  private volatile boolean halting;

  private Mortal(Where where) {
    log = where.log();
    child =
        Child.start(
            Jvm.small(MAIN, where.servers(), where.hub(), where.instance(), where.group()),
            Map.of(CONNECTION, where.connection()),
            log,
            line -> halting = halting || line.startsWith("halting "));
  }

  /** What it needs to know. */
  record Where(
      String servers, String connection, String hub, String instance, String group, Path log) {}

  static Mortal start(Where where) {
    return new Mortal(where);
  }

  private void tell(String line) {
    // Whoever cannot be told is dead already, which is what this proof is about.
    halting |= !child.tell(line) && !child.alive();
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
    return child.ready();
  }

  /** In how many lines so far. */
  long said(String words) throws IOException {
    try (var lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(words)).count();
    }
  }

  boolean alive() {
    return child.alive();
  }

  /** Whether it died at the step it was told. */
  boolean halted() {
    return halting && !child.alive() && child.status() == HALTED;
  }

  boolean awaitEnd(Duration limit) throws InterruptedException {
    return child.awaitEnd(limit);
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    child.kill();
  }

  void stop() throws IOException, InterruptedException {
    child.stop();
  }

  void goOn() throws IOException, InterruptedException {
    child.goOn();
  }

  /** Leaves in order, unless it was told to die on the way. */
  void leave() {
    tell("leave");
  }

  @Override
  public void close() {
    child.close();
  }
}
