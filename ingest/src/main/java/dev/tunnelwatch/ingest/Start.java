package dev.tunnelwatch.ingest;

/** Where a partition begins that has no position. */
sealed interface Start {

  /** Of its source, as its position will tell. */
  Beginning beginning();

  /** Nothing of its source was ever read: where the settings say. */
  record Configured(StartAt startAt, Beginning beginning) implements Start {}

  /** It was there when the reading of its source began, and nobody has come to it since. */
  record Left(Beginning beginning) implements Start {}

  /** It came to a source that was being read: all of it is wanted. */
  record Added(Beginning beginning) implements Start {}
}
