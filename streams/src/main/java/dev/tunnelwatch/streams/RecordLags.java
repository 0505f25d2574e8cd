package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.Topics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * How far each task of the gateway stage is behind what stands in {@code tw.records}, as series. A
 * number stands where a task is at work and what waits for it is known; else there is none, since 0
 * would say that nothing waits. Tasks come and go by their threads; what is known comes from
 * another.
 */
final class RecordLags {

  /** By partition that is worked on here. */
  private final Map<Integer, Optional<Waiting>> tasks = new ConcurrentHashMap<>();

  RecordLags(MeterRegistry registry) {
    for (int partition = 0; partition < Topics.GATEWAY_PARTITIONS; partition++) {
      gauge(registry, partition, "events", "Records that wait for correlation", Waiting::records);
      gauge(registry, partition, "seconds", "Age of the first of them", Waiting::seconds);
    }
  }

  /**
   * What one task has not taken yet.
   *
   * @param records at most; what ends transactions among them counts, too
   * @param seconds since the first of them was written, 0 where there is none, NaN when not known
   */
  record Waiting(long records, double seconds) {}

  /** Its state is whole and its task begins. */
  void begins(int partition) {
    tasks.put(partition, Optional.empty());
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
      tasks.computeIfPresent(partition, (_, _) -> waiting);
    }
  }

  private void gauge(
      MeterRegistry registry,
      int partition,
      String noun,
      String description,
      ToDoubleFunction<Waiting> value) {
    Gauge.builder(
            "tunnelwatch.correlation.lag." + noun,
            () ->
                tasks
                    .getOrDefault(partition, Optional.empty())
                    .map(value::applyAsDouble)
                    .orElse(Double.NaN))
        .description(description + "; no number where its task is not at work or it is not known")
        .tag("partition", Integer.toString(partition))
        .register(registry);
  }
}
