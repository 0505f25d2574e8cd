package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What Kafka remembers of the partitions of one slot; and of their sources, where it remembers
 * nothing of a partition: that is spread over the positions of all slots. One thread.
 */
final class Memory {
  private final PositionLog log;
  private final Map<SourceId, Progress> stored;
  private Optional<Map<String, Beginning>> beginnings = Optional.empty();

  private Memory(PositionLog log, Map<SourceId, Progress> stored) {
    this.log = log;
    this.stored = new TreeMap<>(stored);
  }

  /** Complete only after the slot's transactions were initialised. */
  static Memory read(PositionLog log, int slot) {
    return new Memory(log, log.read(slot));
  }

  void remember(Progress progress) {
    stored.put(progress.source(), progress);
  }

  boolean knows(SourceId id) {
    return stored.containsKey(id);
  }

  /**
   * @param first where it begins if nothing of its source was ever read
   */
  Remembered of(SourceId id, Function<SourceId, Start> first) {
    var progress = Optional.ofNullable(stored.get(id));
    return progress
        .map(Remembered::of)
        .orElseGet(
            () ->
                Remembered.nothing(
                    Optional.ofNullable(beginnings().get(id.source()))
                        .map(beginning -> beginning.start(id.partition()))
                        .orElseGet(() -> first.apply(id))));
  }

  private Map<String, Beginning> beginnings() {
    var found = beginnings.orElseGet(log::beginnings);
    beginnings = Optional.of(found);
    return found;
  }

  /** What others commit from now on will be seen. */
  void lookAgain() {
    beginnings = Optional.empty();
  }
}
