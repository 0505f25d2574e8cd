package dev.tunnelwatch.ingest;

import java.util.Optional;

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

  static Remembered nothing(Start start) {
    return new Remembered(Optional.empty(), start);
  }
}
