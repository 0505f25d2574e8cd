package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which partitions there are, by what the sources said last.
 *
 * @param partitions with their incarnation
 */
record Layout(Map<SourceId, Instant> partitions) {
  static final Layout UNKNOWN = new Layout(Map.of());

  Layout {
    partitions = Map.copyOf(partitions);
  }

  Layout with(String source, SourceDescription said) {
    var all = new TreeMap<>(partitions);
    all.keySet().removeIf(id -> id.source().equals(source));
    said.partitions()
        .forEach(partition -> all.put(new SourceId(source, partition), said.incarnation()));
    return new Layout(all);
  }

  /** The partitions of one source. */
  Set<String> of(String source) {
    return partitions.keySet().stream()
        .filter(id -> id.source().equals(source))
        .map(SourceId::partition)
        .collect(Collectors.toUnmodifiableSet());
  }

  Map<SourceId, Instant> ofSlot(int slot) {
    var mine = new TreeMap<SourceId, Instant>();
    partitions.forEach(
        (id, incarnation) -> {
          if (Slots.of(id) == slot) {
            mine.put(id, incarnation);
          }
        });
    return mine;
  }
}
