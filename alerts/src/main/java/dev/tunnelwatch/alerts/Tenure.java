package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Breakdown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process may still take itself for the one that sends. Whoever stood still (a stopped
 * process, a paused machine) may have lost its place in the group without a word of it, and what it
 * has ready is old: so after each standstill Kafka is asked, and until then nothing is posted. It
 * is asked no more than that: a Kafka that is away is no reason to fall silent. A turn of ours that
 * is slow is no standstill: others of our threads come by meanwhile, as does the one by which the
 * consumer stays a member. Times are real time.
 *
 * <p>Safe for several threads.
 */
final class Tenure {

  private static final Logger LOG = LoggerFactory.getLogger(Tenure.class);

  /** Who is not heard for so long is no member any more. */
  static final Duration SESSION = Duration.ofSeconds(6);

  static final Duration HEARTBEAT = Duration.ofSeconds(2);

  /** The last heartbeat may have been that much older than the last sign of life. */
  static final Duration STANDSTILL = SESSION.minus(HEARTBEAT);

  /** A turn that takes longer hangs; far from the 5 minutes after which it costs membership. */
  static final Duration SLOWEST = Duration.ofMinutes(1);

  /** If Kafka does not answer for so long: a page too many rather than none. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Why nobody is told. */
  private enum Doubt {
    HANGS(
        "no turn has come to its end for %d s: until one does nobody is told of anything"
            .formatted(SLOWEST.toSeconds())),
    STOOD_STILL("this process stood still: until it knows that it may nobody is told of anything");

    private final String words;

    Doubt(String words) {
      this.words = words;
    }
  }

  private final InstantSource clock;
  private Breakdown breakdown = new Breakdown();

  /** Whether it sent when it polled last: nobody waits for word from one that stands by. */
  private boolean sends;

  private Optional<Instant> polled = Optional.empty();

  /** When any of our threads came by last. */
  private Optional<Instant> alive = Optional.empty();

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
      consumer.commitAsync(
          offsets,
          (_, failure) -> {
            if (failure == null) {
              yes.run();
            }
          });
    };
  }

  /**
   * To be called after each poll that leaves it without the partition: there is nothing to ask, and
   * whoever gets it later gets it from Kafka.
   */
  synchronized void standsBy() {
    var now = clock.instant();
    alive = Optional.of(now);
    polled = alive;
    confirmed = standstills;
    sends = false;
    breakdown = new Breakdown();
  }

  /** To be called after each other poll, on the thread of the consumer. */
  void polled(Asking kafka) {
    int asking;
    synchronized (this) {
      sends = true;
      var now = clock.instant();
      comeBy(now);
      if (polled.isPresent() && !isWithin(SLOWEST, polled, now)) {
        stoodStill(now);
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

  /** Whoever comes by first after a standstill sees it, and no thread before has seen less. */
  private void comeBy(Instant now) {
    if (alive.isPresent() && !isWithin(STANDSTILL, alive, now)) {
      stoodStill(now);
    }
    alive = Optional.of(now);
  }

  private void stoodStill(Instant now) {
    standstills++;
    doubted = now;
    asked = Optional.empty();
  }

  /** An answer to what was asked before the last standstill says nothing. */
  private synchronized void confirm(int asking) {
    confirmed = Math.max(confirmed, asking);
  }

  /** Asked by every courier several times a second, unless it posts. */
  synchronized boolean holds() {
    var now = clock.instant();
    comeBy(now);
    var doubt = doubt(now);
    if (sends) {
      tell(doubt, Duration.between(Instant.EPOCH, now).toNanos());
    }
    return doubt.isEmpty();
  }

  private Optional<Doubt> doubt(Instant now) {
    if (!isWithin(SLOWEST, polled, now)) {
      return Optional.of(Doubt.HANGS);
    }
    return standstills == confirmed || !isWithin(PATIENCE, Optional.of(doubted), now)
        ? Optional.empty()
        : Optional.of(Doubt.STOOD_STILL);
  }

  /** Once, however many ask. */
  private void tell(Optional<Doubt> doubt, long nanos) {
    doubt.ifPresentOrElse(
        why -> {
          if (breakdown.isNews(why.name(), nanos)) {
            LOG.warn(why.words);
          }
        },
        () ->
            breakdown
                .over(nanos)
                .ifPresent(
                    time -> LOG.info("receivers are told again, after {} s", time.toSeconds())));
  }

  /** A clock that was set back far is one that cannot tell. */
  private static boolean isWithin(Duration time, Optional<Instant> since, Instant now) {
    return since.filter(then -> Duration.between(then, now).abs().compareTo(time) < 0).isPresent();
  }
}
