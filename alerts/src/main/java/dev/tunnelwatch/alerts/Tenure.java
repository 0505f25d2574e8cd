package dev.tunnelwatch.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Whether this process may still take itself for the one that sends. Whoever stood still (a stopped
 * process, a paused machine) may have lost its place in the group without a word of it, and what it
 * has ready is old: so after each standstill Kafka is asked, and until then nothing is posted. It
 * is asked no more than that: a Kafka that is away is no reason to fall silent. Times are real
 * time.
 *
 * <p>Safe for several threads.
 */
final class Tenure {

  /** Who is not heard for so long is no member any more. */
  static final Duration SESSION = Duration.ofSeconds(6);

  static final Duration HEARTBEAT = Duration.ofSeconds(2);

  /** The last heartbeat may have been that much older than the last poll. */
  static final Duration STANDSTILL = SESSION.minus(HEARTBEAT);

  /** If Kafka does not answer for so long: a page too many rather than none. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final InstantSource clock;
  private Optional<Instant> polled = Optional.empty();
  private Optional<Instant> asked = Optional.empty();
  private Instant doubted = Instant.MIN;
  private int standstills;
  private int confirmed;

  Tenure(InstantSource clock) {
    this.clock = clock;
  }

  /** Asks whether this process is a member of its group. */
  @FunctionalInterface
  interface Asking {

    /**
     * Returns at once.
     *
     * @param yes run if the answer is that it is
     */
    void ask(Runnable yes);
  }

  /**
   * Kafka takes an offset only from a member of the group's present generation. Which offset does
   * not matter: whoever gets the partition begins at its beginning.
   */
  static Asking of(Consumer<?, ?> consumer) {
    return yes -> {
      var offsets =
          consumer.assignment().stream()
              .collect(Collectors.toMap(each -> each, _ -> new OffsetAndMetadata(0)));
      if (!offsets.isEmpty()) {
        consumer.commitAsync(
            offsets,
            (_, failure) -> {
              if (failure == null) {
                yes.run();
              }
            });
      }
    };
  }

  /** To be called after each poll, on the thread of the consumer. */
  void polled(Asking kafka) {
    int asking;
    synchronized (this) {
      var now = clock.instant();
      if (polled.isPresent() && !isWithin(STANDSTILL, polled, now)) {
        standstills++;
        doubted = now;
        asked = Optional.empty();
      }
      polled = Optional.of(now);
      if (standstills == confirmed || isWithin(PAUSE, asked, now)) {
        return;
      }
      asked = polled;
      asking = standstills;
    }
    kafka.ask(() -> confirm(asking));
  }

  /** An answer to what was asked before the last standstill says nothing. */
  private synchronized void confirm(int asking) {
    confirmed = Math.max(confirmed, asking);
  }

  synchronized boolean holds() {
    var now = clock.instant();
    return isWithin(STANDSTILL, polled, now)
        && (standstills == confirmed || !isWithin(PATIENCE, Optional.of(doubted), now));
  }

  /** A clock that was set back far is one that cannot tell. */
  private static boolean isWithin(Duration time, Optional<Instant> since, Instant now) {
    return since.filter(then -> Duration.between(then, now).abs().compareTo(time) < 0).isPresent();
  }
}
