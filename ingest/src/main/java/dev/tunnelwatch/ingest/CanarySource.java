package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.Canary;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A hub that nobody fills: behind whatever was taken of it there is one more event each minute.
 * What it holds follows from the clock and from how far its reader has come, which Kafka remembers;
 * so it goes on without a gap after any pause, and without a second one in a minute when another
 * process takes over.
 */
final class CanarySource implements Source {
  /** Two processes' clocks differ by less. */
  private static final Duration WRONG = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final CanaryRoute route;

  CanarySource(InstantSource clock, CanaryRoute route) {
    this.clock = clock;
    this.route = route;
  }

  @Override
  public CompletableFuture<SourceDescription> describe() {
    var partitions = List.of(Canary.SOURCE.partition());
    return CompletableFuture.completedFuture(new SourceDescription(Instant.EPOCH, partitions));
  }

  @Override
  public CompletableFuture<PartitionState> state(String partition, ReadFrom.After taken) {
    long last = taken.sequence() + (due(taken, clock.instant()) ? 1 : 0);
    return CompletableFuture.completedFuture(
        new PartitionState(0, last, taken.enqueuedAt(), last < 0));
  }

  /** In every minute of the clock one; what a wrong clock dated ahead holds nobody up for long. */
  private static boolean due(ReadFrom.After taken, Instant now) {
    var last = taken.enqueuedAt();
    var next = last.truncatedTo(ChronoUnit.MINUTES).plus(Canary.EVERY);
    return !now.isBefore(next) || now.isBefore(last.minus(WRONG));
  }

  /** Who owns the partition is settled in Kafka; here nobody has to be kept from it. */
  @Override
  public PartitionReader open(String partition, ReadFrom from, long ownerLevel, Intake intake) {
    return switch (from) {
      case ReadFrom.After taken -> new Reader(taken);
      case ReadFrom.Enqueued _ -> new Reader(new ReadFrom.After(-1));
    };
  }

  @Override
  public void close() {
    route.close();
  }

  private final class Reader implements PartitionReader {
    private ReadFrom.After taken;

    Reader(ReadFrom.After taken) {
      this.taken = taken;
    }

    @Override
    public Optional<SourceEvent> poll() {
      var now = clock.instant();
      if (!due(taken, now)) {
        return Optional.empty();
      }
      taken = new ReadFrom.After(taken.sequence() + 1, now);
      return Optional.of(new SourceEvent(taken.sequence(), now, route.body(now)));
    }

    @Override
    public Optional<PartitionEnd> end() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
