package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which partitions there are, by what the sources said last.
 *
 * @param partitions with their incarnation
 * @param added those that came to a source after its first answer: nobody can have left them out
 */
record Layout(Map<SourceId, Instant> partitions, Set<SourceId> added) {
  static final Layout UNKNOWN = new Layout(Map.of(), Set.of());

  Layout {
    partitions = Map.copyOf(partitions);
    added = Set.copyOf(added);
  }

  Layout with(String source, SourceDescription said) {
    var all = new TreeMap<>(partitions);
    all.keySet().removeIf(id -> id.source().equals(source));
    var later = new HashSet<>(added);
    boolean known = partitions.keySet().stream().anyMatch(id -> id.source().equals(source));
    for (var partition : said.partitions()) {
      var id = new SourceId(source, partition);
      all.put(id, said.incarnation());
      if (known && !partitions.containsKey(id)) {
        later.add(id);
      }
    }
    return new Layout(all, later);
  }

  /** What of a source is new while it is read is wanted whole, wherever its reading began. */
  StartAt startAt(SourceId partition, StartAt configured) {
    return added.contains(partition) ? new StartAt.Earliest() : configured;
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
