package dev.tunnelwatch.simulator.hub;

import java.time.Duration;

/**
 * How much a partition remembers; the oldest events go as soon as any of the limits is passed.
 *
 * @param events most events of one partition
 * @param bytes most bytes of one partition, bodies and properties counted
 * @param age longest stay, in the hub's (possibly scaled) time
 */
public record Retention(int events, long bytes, Duration age) {

  /** A day, 100 000 events or 64 MiB per partition: enough for any demo, and bounded. */
  public static final Retention DEFAULT = new Retention(100_000, 64L << 20, Duration.ofDays(1));

  public Retention {
    Require.between(events, 1, Integer.MAX_VALUE, "retention events");
    Require.between(bytes, 1, Long.MAX_VALUE, "retention bytes");
    if (age.isNegative() || age.isZero()) {
      throw new IllegalArgumentException("retention age: expected more than 0, got " + age);
    }
  }
}
