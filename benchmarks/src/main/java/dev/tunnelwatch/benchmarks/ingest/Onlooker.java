package dev.tunnelwatch.benchmarks.ingest;

import dev.tunnelwatch.model.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Reads committed records all along, while everything dies around it. */
final class Onlooker implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final String servers;
  private final Oracle oracle;
  private final AtomicReference<Optional<RuntimeException>> problem =
      new AtomicReference<>(Optional.empty());
  private final Thread thread;
  private volatile boolean stopping;

  private Onlooker(String servers, Oracle oracle) {
    this.servers = servers;
    this.oracle = oracle;
    thread = Thread.ofPlatform().daemon().name("onlooker").unstarted(this::run);
  }

  static Onlooker start(String servers, Oracle oracle) {
    var onlooker = new Onlooker(servers, oracle);
    onlooker.thread.start();
    return onlooker;
  }

  private void run() {
    var topics = Topics.DEFAULT;
    try (var consumer = Reading.committed(servers, topics.records(), topics.rejects())) {
      while (!stopping) {
        var records = consumer.poll(POLL);
        var now = Instant.now();
        records.forEach(record -> oracle.met(record, now));
      }
    } catch (RuntimeException e) {
      problem.set(Optional.of(e));
    }
  }

  /**
   * @throws IllegalStateException when it could not go on reading
   */
  void check() {
    problem
        .get()
        .ifPresent(
            e -> {
              throw new IllegalStateException("the onlooker failed", e);
            });
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    check();
  }
}
