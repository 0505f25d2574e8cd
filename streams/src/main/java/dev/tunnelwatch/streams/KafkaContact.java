package dev.tunnelwatch.streams;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.AuthorizationException;

/**
 * When Kafka was last heard of by those that ask it all the time. Kafka Streams says that it runs
 * for as long as its threads live, though nothing they ask for comes.
 */
final class KafkaContact {

  /** A broker that is started again, or a partition that moves, takes less. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private final LongSupplier nanos;
  private volatile long heard;

  /** Begins with an answer: nobody has asked in vain yet. */
  KafkaContact(LongSupplier nanos) {
    this.nanos = nanos;
    heard = nanos.getAsLong();
  }

  void answered() {
    heard = nanos.getAsLong();
  }

  /** A refusal is an answer, too: somebody is there. */
  void failed(ExecutionException e) {
    if (e.getCause() instanceof AuthorizationException) {
      answered();
    }
  }

  /** Empty while it answers, or may yet. */
  Optional<String> problem() {
    long silent = nanos.getAsLong() - heard;
    return silent <= PATIENCE.toNanos()
        ? Optional.empty()
        : Optional.of(
            "Kafka has not answered for %d s".formatted(TimeUnit.NANOSECONDS.toSeconds(silent)));
  }
}
