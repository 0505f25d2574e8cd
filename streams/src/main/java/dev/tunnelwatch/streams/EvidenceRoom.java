package dev.tunnelwatch.streams;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.TaskId;

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

  /** By the tasks' ids: one that could not begin is never closed, and begins again. */
  private final Map<TaskId, Long> held = new ConcurrentHashMap<>();

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

  /** So much a task holds now; one that has a share has told. */
  void holds(TaskId task, long now) {
    held.put(task, now);
  }

  void leave(TaskId task) {
    held.remove(task);
  }

  /** What one task may keep whatever the others do, in events. */
  long share() {
    return events / Math.max(1, held.size());
  }

  /** Whether a task that holds so much has to let go of something. */
  boolean isTooMuch(long own) {
    return own > share() && all() > events;
  }

  /** Whether there is so much room for a task that holds so much that it may fill it unasked. */
  boolean isAmple(long own) {
    return own < share() / 2 || all() < events / 2;
  }

  private long all() {
    return held.values().stream().mapToLong(Long::longValue).sum();
  }
}
