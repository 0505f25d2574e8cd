package dev.tunnelwatch.benchmarks.processes;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads committed records all along, while everything dies around it. */
public final class Onlooker implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final String servers;
  private final String[] topics;
  private final BiConsumer<ConsumerRecord<byte[], byte[]>, Instant> taker;
  private final AtomicReference<Optional<RuntimeException>> problem =
      new AtomicReference<>(Optional.empty());
  private final Thread thread;
  private volatile boolean stopping;

  private Onlooker(
      String servers, String[] topics, BiConsumer<ConsumerRecord<byte[], byte[]>, Instant> taker) {
    this.servers = servers;
    this.topics = topics;
    this.taker = taker;
    thread = Thread.ofPlatform().daemon().name("onlooker").unstarted(this::run);
  }

  /**
   * Starts one.
   *
   * @param taker is handed each record and when it was seen, on the onlooker's thread
   */
  public static Onlooker start(
      String servers, BiConsumer<ConsumerRecord<byte[], byte[]>, Instant> taker, String... topics) {
    var onlooker = new Onlooker(servers, topics, taker);
    onlooker.thread.start();
    return onlooker;
  }

  private void run() {
    try (var consumer = Reading.committed(servers, topics)) {
      while (!stopping) {
        var records = consumer.poll(POLL);
        var now = Instant.now();
        records.forEach(record -> taker.accept(record, now));
      }
    } catch (RuntimeException e) { // a boundary: told by the thread that asks
      problem.set(Optional.of(e));
    }
  }

  /**
   * Asks whether it still looks.
   *
   * @throws IllegalStateException when it could not go on reading
   */
  public void check() {
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
