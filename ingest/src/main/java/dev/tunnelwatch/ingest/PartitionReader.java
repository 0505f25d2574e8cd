package dev.tunnelwatch.ingest;

import java.util.Optional;

/** One partition being read. Used by one thread; what fills it is the source's business. */
interface PartitionReader extends AutoCloseable {

  /**
   * The next event in the partition's order, at once or not at all. Events that arrived before an
   * error come first.
   *
   * @throws SourceException when the reader has ended; it never recovers
   */
  Optional<SourceEvent> poll();

  /** The partition's end as told along with an event, if the source tells it. */
  Optional<PartitionEnd> end();

  /** Nothing arrives afterwards. */
  @Override
  void close();
}
