package dev.tunnelwatch.benchmarks.alerts;

import dev.tunnelwatch.benchmarks.processes.Child;
import dev.tunnelwatch.benchmarks.processes.Jvm;
import dev.tunnelwatch.model.testing.Deaths;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The process that sends alerts, which dies where it is told to and comes back under its name. */
final class Sender implements AutoCloseable {
  private static final String MAIN = "dev.tunnelwatch.alerts.MortalAlerts";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final String servers;
  private final URI alertmanager;
  private final Hook hook;
  private final Path log;
  private final Crash.Log crashes;
  private Child child;

  private Sender(String servers, URI alertmanager, Hook hook, Path log, Crash.Log crashes) {
    this.servers = servers;
    this.alertmanager = alertmanager;
    this.hook = hook;
    this.log = log;
    this.crashes = crashes;
    child = comesBack(Optional.empty());
  }

  static Sender start(String servers, URI alertmanager, Hook hook, Path log, Crash.Log crashes) {
    return new Sender(servers, alertmanager, hook, log, crashes);
  }

  private Child comesBack(Optional<Point> doom) {
    return Child.start(
        Jvm.small(
            MAIN,
            servers,
            "sender",
            alertmanager.toString(),
            hook.address(),
            hook.key().toString(),
            doom.map(Point::name).orElse("")),
        log);
  }

  /**
   * Whether it died at that point; if it does not come by in time it dies all the same. Then it is
   * back.
   */
  boolean dieAt(Point point, int passing) throws InterruptedException {
    awaitReady();
    switch (point.way()) {
      case STARTING -> {
        child.kill();
        crashes.ended(Crash.Whom.SENDER);
        child = comesBack(Optional.of(point));
      }
      case WORKING -> {
        boolean _ = child.tell("arm %s %d 0".formatted(point, passing));
      }
      case ENDING -> {
        boolean _ = child.tell("arm %s 1 0".formatted(point));
        boolean _ = child.tell("leave");
      }
    }
    boolean halted = child.awaitEnd(LIMIT) && child.status() == Deaths.STATUS;
    child.kill();
    crashes.ended(Crash.Whom.SENDER);
    child = comesBack(Optional.empty());
    return halted;
  }

  /** Killed, and back when that is done. */
  void awayDuring(Callable<?> meanwhile) throws Exception {
    awaitReady();
    child.kill();
    crashes.ended(Crash.Whom.SENDER);
    var _ = meanwhile.call();
    child = comesBack(Optional.empty());
  }

  void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!child.ready()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the sender is not ready after " + LIMIT);
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public void close() {
    child.close();
  }
}
