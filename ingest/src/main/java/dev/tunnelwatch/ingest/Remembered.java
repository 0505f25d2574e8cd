package dev.tunnelwatch.ingest;

import java.util.Optional;
import java.util.Set;

/**
 * What Kafka remembers of a partition.
 *
 * @param progress empty for one never read
 * @param start where it begins while it has no progress
 */
record Remembered(Optional<Progress> progress, Start start) {

  static Remembered of(Progress progress) {
    return new Remembered(Optional.of(progress), new Start.Left(progress.beginning()));
  }

  /** A position that does not tell when its source began will tell which partitions are there. */
  Remembered told(Set<String> partitions) {
    return progress
        .filter(known -> known.beginning().equals(Beginning.NOT_TOLD))
        .map(known -> of(known.of(Beginning.before(partitions))))
        .orElse(this);
  }

  static Remembered nothing(Start start) {
    return new Remembered(Optional.empty(), start);
  }
}
