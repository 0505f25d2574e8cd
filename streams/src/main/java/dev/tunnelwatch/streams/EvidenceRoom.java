package dev.tunnelwatch.streams;

import java.util.concurrent.atomic.AtomicInteger;

/** How much evidence a process keeps in memory: the same for each of its tasks. */
final class EvidenceRoom {

  /** One of usual size, read from a store, takes 700; one with as much text as may be 1,600. */
  private static final int BYTES_PER_EVENT = 1_000;

  /** The rest is for Kafka's buffers and for what a conclusion needs while it is made. */
  private static final int PART_OF_HEAP = 3;

  private final long events;
  private final AtomicInteger tasks = new AtomicInteger();

  /**
   * @param events of all tasks together
   */
  EvidenceRoom(long events) {
    this.events = events;
  }

  /** By the most that the heap of this process may take. */
  static EvidenceRoom ofHeap() {
    return new EvidenceRoom(Runtime.getRuntime().maxMemory() / PART_OF_HEAP / BYTES_PER_EVENT);
  }

  void enter() {
    tasks.incrementAndGet();
  }

  void leave() {
    tasks.decrementAndGet();
  }

  /** What one task may keep, in events. */
  int share() {
    return (int) Math.min(Integer.MAX_VALUE, events / Math.max(1, tasks.get()));
  }
}
