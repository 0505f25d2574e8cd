package dev.tunnelwatch.benchmarks.ingest;

import dev.tunnelwatch.simulator.hub.Hub;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Fills the hub at a pace, and never further ahead of the readers than the hub's retention bears.
 * It owns the numbers: the hub's must be the ones it expects.
 */
final class Publisher implements AutoCloseable {
  private static final long TURN_MILLIS = 20;

  private final Hub hub;
  private final Content content;
  private final LongSupplier arrived;
  private final long[] events;
  private final Thread thread;
  private volatile long perSecond;
  private volatile boolean stopping;
  private volatile long records;

  private Publisher(Hub hub, Content content, LongSupplier arrived) {
    this.hub = hub;
    this.content = content;
    this.arrived = arrived;
    events = new long[hub.partitionCount()];
    thread = Thread.ofPlatform().daemon().name("publisher").unstarted(this::run);
  }

  static Publisher start(Hub hub, Content content, LongSupplier arrived, long perSecond) {
    var publisher = new Publisher(hub, content, arrived);
    publisher.perSecond = perSecond;
    publisher.thread.start();
    return publisher;
  }

  void pace(long recordsPerSecond) {
    perSecond = recordsPerSecond;
  }

  long records() {
    return records;
  }

  /** Events published of each partition; only after {@link #close} the last word. */
  synchronized long[] events() {
    return events.clone();
  }

  private void run() {
    try {
      int partition = 0;
      double due = 0;
      while (!stopping) {
        TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
        long pace = perSecond;
        due = Math.min(due + (double) pace * TURN_MILLIS / 1e3, (double) pace);
        while (due > 0 && records - arrived.getAsLong() < 10 * pace) {
          due -= publish(partition);
          partition = (partition + 1) % events.length;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One event, and how many records and rejects it will become. */
  synchronized int publish(int partition) {
    long sequence = hub.publish(partition, content.body(partition, events[partition]));
    if (sequence != events[partition]) {
      throw new IllegalStateException(
          "sequence: expected %d, got %d".formatted(events[partition], sequence));
    }
    events[partition]++;
    int elements = content.elements(partition, sequence);
    records += elements;
    return elements;
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
