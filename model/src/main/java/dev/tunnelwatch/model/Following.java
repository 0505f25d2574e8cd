package dev.tunnelwatch.model;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Whether a role that follows topics of Kafka does so. A client asks for ever, and says nothing of
 * a Kafka that does not answer. One thread tells, any may ask.
 */
public final class Following {

  /** A broker that is started again, or a partition that moves, takes less. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LongSupplier nanos;
  private double received;
  private volatile long heard;
  private volatile boolean caughtUp;

  /** Begins with an answer: nobody has asked in vain yet. */
  public Following(LongSupplier nanos) {
    this.nanos = nanos;
    heard = nanos.getAsLong();
  }

  /** There is something to be read first before the rest is news. */
  public void begin() {
    caughtUp = false;
  }

  /** All of that is read. */
  public void caughtUp() {
    caughtUp = true;
  }

  /**
   * A look that did not fail.
   *
   * @param bytes what has come from Kafka so far, answers without a record included; any change is
   *     an answer
   */
  public void looked(double bytes) {
    if (bytes != received) {
      received = bytes;
      heard = nanos.getAsLong();
    }
  }

  /** Why the role is not at work; empty while it is. */
  public Optional<String> problem() {
    long silent = nanos.getAsLong() - heard;
    if (silent > PATIENCE.toNanos()) {
      return Optional.of(
          "nothing could be read from Kafka for %d s"
              .formatted(TimeUnit.NANOSECONDS.toSeconds(silent)));
    }
    return caughtUp
        ? Optional.empty()
        : Optional.of("it still reads what there was before it began");
  }
}
