package dev.tunnelwatch.ingest;

import java.time.Duration;

/**
 * Notices a partition that stands still though there is something to read, or of which nobody can
 * say whether there is. The client's partitions fall silent without an error; this is the remedy.
 * Times are readings of {@code System.nanoTime}, which no clock change disturbs.
 *
 * @param fineAt when it last moved, or was last known to have nothing to read
 */
record Watchdog(long taken, long fineAt) {

  /**
   * What was known then: the last number taken and the last the hub was known to hold. Of an answer
   * of the hub that is when it was asked.
   */
  Watchdog seen(long nowTaken, long last, long nanos) {
    boolean fine = nowTaken != taken || nowTaken >= last;
    return fine && nanos - fineAt > 0 ? new Watchdog(nowTaken, nanos) : this;
  }

  boolean stalled(long nanos, Duration after) {
    return nanos - fineAt > after.toNanos();
  }
}
