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
  private long asked;
  private Optional<CompletableFuture<PartitionState>> asking = Optional.empty();

  /**
   * @param asked when the question was asked, as {@code System.nanoTime}
   */
  record Answer(PartitionEnd end, long asked) {}

  EndWatch(Source source, String partition, Tuning tuning) {
    this.source = source;
    this.partition = partition;
    this.tuning = tuning;
  }

  /**
   * An answer, once, if one has come since the last call. What was enqueued after the question was
   * asked is not in it; hence it speaks for that moment, less what the hub's clock may be behind.
   */
  Optional<Answer> poll(Instant now, long nanos, ReadFrom.After taken) {
    if (asking.isEmpty() && !now.isBefore(askedAt.plus(tuning.coverageEvery()))) {
      askedAt = now;
      asked = nanos;
      asking = Optional.of(source.state(partition, taken));
    }
    if (asking.isEmpty() || !asking.get().isDone()) {
      return Optional.empty();
    }
    var answer = asking.get();
    asking = Optional.empty();
    if (answer.isCompletedExceptionally()) {
      return Optional.empty(); // the watchdog counts the silence
    }
    var end = new PartitionEnd(answer.join().last(), askedAt.minus(tuning.skew()));
    return Optional.of(new Answer(end, asked));
  }
}
