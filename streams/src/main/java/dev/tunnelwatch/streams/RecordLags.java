package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * How far each task of the gateway stage is behind what stands in {@code tw.records}, as series. A
 * number stands where a task is at work and what waits for it is known; else there is none, since 0
 * would say that nothing waits. Tasks come and go by their threads; what is known comes from
 * another.
 */
final class RecordLags {

  /** By partition that is worked on here. */
  private final Map<Integer, Task> tasks = new ConcurrentHashMap<>();

  RecordLags(MeterRegistry registry) {
    for (int partition = 0; partition < Topics.GATEWAY_PARTITIONS; partition++) {
      gauge(
          registry,
          partition,
          "lag.events",
          "Records that wait for correlation",
          task -> task.waiting().map(it -> (double) it.records()));
      gauge(
          registry,
          partition,
          "lag.seconds",
          "Age of the first of them",
          task -> task.waiting().map(Waiting::seconds));
      gauge(
          registry,
          partition,
          "stalled.seconds",
          "Time for which that one has been the first",
          Task::stalled);
    }
  }

  /**
   * What one task has not taken yet.
   *
   * @param first where the first of them stands, or would
   * @param records at most; what ends transactions among them counts, too
   * @param seconds since the first of them was written, 0 where there is none, NaN when not known
   */
  record Waiting(long first, long records, double seconds) {}

  /**
   * What is known of one that is at work.
   *
   * @param waiting as it was found just now; empty where that is not known
   * @param last as it was found when it was known
   * @param seen how old what is first was when it was seen to become that; 0 where nobody saw it,
   *     so that it counts from when it was written: who takes a task over has moved nothing by that
   */
  private record Task(Optional<Waiting> waiting, Optional<Waiting> last, double seen) {
    static final Task NEW = new Task(Optional.empty(), Optional.empty(), 0);

    Task found(Optional<Waiting> found) {
      return found.map(this::found).orElseGet(() -> new Task(found, last, seen));
    }

    private Task found(Waiting now) {
      boolean moved = last.filter(before -> before.first() != now.first()).isPresent();
      boolean news = moved || now.records() == 0; // of nothing it is 0 s old
      return new Task(Optional.of(now), Optional.of(now), news ? now.seconds() : seen);
    }

    Optional<Double> stalled() {
      return waiting.map(now -> Math.max(0, now.seconds() - seen));
    }
  }

  /** Its state is whole and its task begins. */
  void begins(int partition) {
    tasks.put(partition, Task.NEW);
  }

  /** It is worked on elsewhere from now on, or by nobody. */
  void gone(int partition) {
    tasks.remove(partition);
  }

  /** The partitions that are worked on here. */
  Set<Integer> partitions() {
    return Set.copyOf(tasks.keySet());
  }

  /** As it was found just now; of any other nothing is known. */
  void tell(Map<Integer, Waiting> found) {
    for (int partition : partitions()) {
      var waiting = Optional.ofNullable(found.get(partition));
      tasks.computeIfPresent(partition, (_, task) -> task.found(waiting));
    }
  }

  private void gauge(
      MeterRegistry registry,
      int partition,
      String noun,
      String description,
      Function<Task, Optional<Double>> value) {
    Gauge.builder(
            "tunnelwatch.correlation." + noun,
            () -> Optional.ofNullable(tasks.get(partition)).flatMap(value).orElse(Double.NaN))
        .description(description + "; no number where its task is not at work or it is not known")
        .tag("partition", Integer.toString(partition))
        .register(registry);
  }
}
