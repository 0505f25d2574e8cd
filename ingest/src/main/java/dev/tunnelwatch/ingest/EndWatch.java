package dev.tunnelwatch.ingest;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Asks for a partition's end in a rhythm, so that an idle partition can be said to be read up to
 * now, and one that fell silent is found out.
 */
final class EndWatch {
  private final Source source;
  private final String partition;
  private final Tuning tuning;
  private Instant askedAt = Instant.EPOCH;
  private Optional<CompletableFuture<PartitionState>> asking = Optional.empty();

  EndWatch(Source source, String partition, Tuning tuning) {
    this.source = source;
    this.partition = partition;
    this.tuning = tuning;
  }

  /**
   * An answer, once, if one has come since the last call. What was enqueued after the question was
   * asked is not in it; hence it speaks for that moment, less what the hub's clock may be behind.
   */
  Optional<PartitionEnd> poll(Instant now, ReadFrom.After taken) {
    if (asking.isEmpty() && !now.isBefore(askedAt.plus(tuning.coverageEvery()))) {
      askedAt = now;
      asking = Optional.of(source.state(partition, taken));
    }
    if (asking.isEmpty() || !asking.get().isDone()) {
      return Optional.empty();
    }
    var answer = asking.get();
    asking = Optional.empty();
    return answer.isCompletedExceptionally()
        ? Optional.empty() // the watchdog counts the silence
        : Optional.of(new PartitionEnd(answer.join().last(), askedAt.minus(tuning.skew())));
  }
}
