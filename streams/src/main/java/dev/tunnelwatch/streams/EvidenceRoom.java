package dev.tunnelwatch.streams;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much evidence the tasks of a process keep in memory between them. Each has its share of the
 * room, and what others leave of theirs. Safe for use by several threads.
 */
final class EvidenceRoom {

  /** One of usual size, read from a store, takes 700; one with as much text as may be 1,600. */
  private static final int BYTES_PER_EVENT = 1_000;

  /** The rest is for Kafka's buffers and for what a conclusion needs while it is made. */
  private static final int PART_OF_HEAP = 3;

  private final long events;
  private final AtomicInteger tasks = new AtomicInteger();
  private final AtomicLong held = new AtomicLong();

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

  /**
   * A task is gone.
   *
   * @param had what it held
   */
  void leave(long had) {
    tasks.decrementAndGet();
    held.addAndGet(-had);
  }

  /** A task holds so many events more, or fewer. */
  void holds(long more) {
    held.addAndGet(more);
  }

  /** What one task may keep whatever the others do, in events. */
  long share() {
    return events / Math.max(1, tasks.get());
  }

  /** Whether a task that holds so much has to let go of something. */
  boolean isTooMuch(long own) {
    return own > share() && held.get() > events;
  }

  /** Whether there is so much room for a task that holds so much that it may fill it unasked. */
  boolean isAmple(long own) {
    return own < share() / 2 || held.get() < events / 2;
  }
}
