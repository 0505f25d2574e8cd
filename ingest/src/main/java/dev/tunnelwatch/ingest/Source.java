package dev.tunnelwatch.ingest;

import java.util.concurrent.CompletableFuture;

/**
 * Something that holds events in numbered partitions, each in an order of its own. Every
 * implementation that others fill runs the contract test.
 */
interface Source extends AutoCloseable {

  /** Fails with {@link SourceException} when the source does not answer in time. */
  CompletableFuture<SourceDescription> describe();

  /**
   * Fails with {@link SourceException} when the source does not answer in time.
   *
   * @param taken how far whoever asks has come; what others fill holds the same for everybody
   */
  CompletableFuture<PartitionState> state(String partition, ReadFrom.After taken);

  /**
   * Begins to read. Never blocks: what goes wrong comes out of {@link PartitionReader#poll}.
   *
   * @param ownerLevel a reader of a higher level takes the partition from one of a lower
   * @param intake told of everything that arrives; decides whether more may come
   */
  PartitionReader open(String partition, ReadFrom from, long ownerLevel, Intake intake);

  /** Ends every reader. */
  @Override
  void close();
}
