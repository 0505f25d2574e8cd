package dev.tunnelwatch.ingest;

import java.time.Instant;

/**
 * The newest event a partition held at a time.
 *
 * @param asOf nothing behind {@code last} was enqueued before then
 */
record PartitionEnd(long last, Instant asOf) {}
