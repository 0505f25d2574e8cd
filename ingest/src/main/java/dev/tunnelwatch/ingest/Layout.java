package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceId;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** Which partitions there are, by what the sources said last; the value is the incarnation. */
record Layout(Map<SourceId, Instant> partitions) {
  static final Layout UNKNOWN = new Layout(Map.of());

  Layout {
    partitions = Map.copyOf(partitions);
  }

  Layout with(String source, SourceDescription said) {
    var all = new TreeMap<>(partitions);
    all.keySet().removeIf(id -> id.source().equals(source));
    for (var partition : said.partitions()) {
      all.put(new SourceId(source, partition), said.incarnation());
    }
    return new Layout(all);
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
