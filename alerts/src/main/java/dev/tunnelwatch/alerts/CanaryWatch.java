package dev.tunnelwatch.alerts;

import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.OncePerMinute;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Where canaries come out, after all stages of the pipeline: knows how old the last is, and makes
 * each that comes while this process sends, and could tell people, a heartbeat. What was there
 * before it began to send is no sign of life, and a process that does not send has no age to tell.
 * One thread but for the gauge.
 */
final class CanaryWatch {

  /**
   * Older than that it says nothing of now, decision time: by so much later a switch rings after a
   * stage has stopped that was behind already. Less, and what only catches up would ring it.
   */
  static final Duration FRESH = Duration.ofMinutes(2);

  private final InstantSource clock;
  private final BooleanSupplier able;
  private final List<Runnable> heartbeats;
  private final OncePerMinute minute = new OncePerMinute();
  private final AtomicReference<Instant> last;
  private Optional<Instant> come = Optional.empty();

  /** Whether this process sends, and has read what was there before it did. */
  private volatile boolean atWork;

  /**
   * @param clock decision time, as canaries go by it
   * @param able whether this process could tell people of an incident
   * @param heartbeats told of each canary; hold nobody up
   */
  CanaryWatch(InstantSource clock, BooleanSupplier able, List<Runnable> heartbeats) {
    this.clock = clock;
    this.able = able;
    this.heartbeats = List.copyOf(heartbeats);
    this.last = new AtomicReference<>(clock.instant());
  }

  /**
   * @param expected whether any canary sets out
   */
  void register(MeterRegistry metrics, boolean expected) {
    Gauge.builder(
            "tunnelwatch.alerts.canary.age.seconds",
            () -> expected && atWork ? age().toMillis() / 1e3 : Double.NaN)
        .description(
            "Time since the last canary set out that came out here, or since the start of this; no"
                + " number where it does not send")
        .register(metrics);
  }

  private Duration age() {
    return Duration.between(last.get(), clock.instant());
  }

  static boolean isCanary(ConsumerRecord<byte[], byte[]> record) {
    return record.headers().lastHeader(Headers.CANARY) != null;
  }

  /** One that does not say when it set out is none. */
  void take(ConsumerRecord<byte[], byte[]> record) {
    var mark = record.headers().lastHeader(Headers.CANARY);
    if (mark == null || mark.value() == null) {
      return;
    }
    try {
      var setOut = Instant.parse(new String(mark.value(), StandardCharsets.UTF_8));
      come = Optional.of(come.filter(setOut::isBefore).orElse(setOut));
    } catch (DateTimeException e) {
      // nobody's heart beats for it, and its age goes on
    }
  }

  /**
   * This process sends, and has read all that was there before: that makes no heartbeat. Of those
   * read from the beginning of the topic only the youngest says how long it has been still, and
   * after a stop of ours not even that: then it is as old as this process.
   */
  void caughtUp() {
    passOver();
    atWork = true;
  }

  /** Somebody else sends from now on, or nobody: whatever was last seen here says nothing. */
  void standBy() {
    passOver();
    atWork = false;
  }

  private void passOver() {
    come.ifPresent(youngest -> last.accumulateAndGet(youngest, CanaryWatch::later));
    come = Optional.empty();
  }

  private static Instant later(Instant one, Instant two) {
    return one.isAfter(two) ? one : two;
  }

  /** This process has had its turn to send. */
  void turn() {
    if (come.isEmpty()) {
      return;
    }
    last.set(come.get());
    var now = clock.instant();
    var beats = come.filter(setOut -> setOut.isAfter(now.minus(FRESH)) && able.getAsBoolean());
    come = Optional.empty();
    if (beats.isPresent() && minute.passes(now)) {
      heartbeats.forEach(Runnable::run);
    }
  }
}
