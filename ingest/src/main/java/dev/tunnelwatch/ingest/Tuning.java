package dev.tunnelwatch.ingest;

import java.time.Duration;

/**
 * Limits and rhythms. All durations but {@code coverageEvery} and {@code skew} are real time.
 *
 * @param commitEvery how long a transaction stays open at most while events flow
 * @param commitEvents how many events one transaction holds at most
 * @param bufferBytes how much one slot keeps in memory before it stops asking for more
 * @param prefetch how many events the hub may have under way per partition
 * @param coverageEvery how often an idle partition says how far it is read; on the injected clock
 * @param skew how far the hub's clock may be behind ours; on the injected clock
 * @param stallAfter how long a partition with something to read may stand still
 */
public record Tuning(
    Duration commitEvery,
    int commitEvents,
    long bufferBytes,
    int prefetch,
    Duration coverageEvery,
    Duration skew,
    Duration stallAfter) {

  public static final Tuning DEFAULT =
      new Tuning(
          Duration.ofMillis(100),
          500,
          4L << 20,
          16,
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60));
}
