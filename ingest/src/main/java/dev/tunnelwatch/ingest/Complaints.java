package dev.tunnelwatch.ingest;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Which trouble of one source has to be told now: each at once, and as long as it lasts once a
 * minute, however many partitions meet it and however often it is tried again. Any thread.
 */
final class Complaints {
  private static final Duration SILENCE = Duration.ofMinutes(1);

  private final LongSupplier nanos;
  private final Map<String, Long> told = new HashMap<>();

  /** {@code nanos} as {@code System.nanoTime}. */
  Complaints(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Whether it is to be told; if so it counts as told. */
  synchronized boolean due(String trouble) {
    long now = nanos.getAsLong();
    told.values().removeIf(at -> now - at >= SILENCE.toNanos());
    return told.putIfAbsent(trouble, now) == null;
  }
}
