package dev.tunnelwatch.ingest;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The start-up of a source lasts until a minute after its first answer: time to be assigned its
 * partitions and to open their links. What it refuses for good until then is a mistake in the
 * settings, and whoever started the process is still there to be told. What it refuses later, a key
 * that was renewed or a hub that is made anew, may be mended while other sources are read. Any
 * thread.
 */
final class StartUp {
  private static final Duration AFTER_ANSWER = Duration.ofMinutes(1);

  private final LongSupplier nanos;
  private Optional<Long> answered = Optional.empty();
  private Optional<String> failure = Optional.empty();

  /** {@code nanos} as {@code System.nanoTime}. */
  StartUp(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized void answered() {
    if (answered.isEmpty()) {
      answered = Optional.of(nanos.getAsLong());
    }
  }

  synchronized void refused(SourceException problem) {
    if (problem.trouble().kind().lasting() && lasts() && failure.isEmpty()) {
      failure = Optional.ofNullable(problem.getMessage());
    }
  }

  /** Why this source will not be read as long as the settings are what they are. */
  synchronized Optional<String> failure() {
    return failure;
  }

  private boolean lasts() {
    return answered.isEmpty() || nanos.getAsLong() - answered.get() < AFTER_ANSWER.toNanos();
  }
}
