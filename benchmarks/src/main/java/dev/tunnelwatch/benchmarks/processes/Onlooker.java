package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.ingest.Reading;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Reads along all the time what is committed, as those would who page people. */
final class Onlooker implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final String servers;
  private final Found found = new Found();
  private final Thread thread;
  private final AtomicReference<Optional<RuntimeException>> problem =
      new AtomicReference<>(Optional.empty());
  private volatile boolean stopping;

  private Onlooker(String servers) {
    this.servers = servers;
    thread = Thread.ofPlatform().daemon().name("onlooker").unstarted(this::run);
  }

  static Onlooker start(String servers) {
    var onlooker = new Onlooker(servers);
    onlooker.thread.start();
    return onlooker;
  }

  private void run() {
    try (var consumer = Reading.committed(servers, Found.WRITTEN)) {
      while (!stopping) {
        consumer.poll(POLL).forEach(found::met);
      }
    } catch (RuntimeException e) { // a boundary: told by the thread that asks
      problem.set(Optional.of(e));
    }
  }

  /**
   * What it has met by now.
   *
   * @throws IllegalStateException when it could not go on reading
   */
  Found found() {
    problem
        .get()
        .ifPresent(
            e -> {
              throw new IllegalStateException("the onlooker failed", e);
            });
    return found;
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
