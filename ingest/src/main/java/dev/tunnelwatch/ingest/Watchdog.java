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

  /** What is known now: the last number taken and the last the hub is known to hold. */
  Watchdog seen(long nowTaken, long last, long nanos) {
    return nowTaken != taken || nowTaken >= last ? new Watchdog(nowTaken, nanos) : this;
  }

  boolean stalled(long nanos, Duration after) {
    return nanos - fineAt > after.toNanos();
  }
}
