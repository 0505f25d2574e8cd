package dev.tunnelwatch.streams;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.ProcessingContext;

/**
 * When one task asks for a commit. Nobody hears of anything before it is committed, so what
 * somebody waits for is as soon as its tick is over; all else waits {@link
 * StreamsProperties#COMMIT}, for a commit costs the broker the same whatever is in it. The tasks of
 * a thread share its transaction: one asks for all, and none while the thread was asked just now.
 */
final class Commits {

  /** So far apart at least, real time. */
  static final Duration PACE = GatewayProcessor.TICK;

  /** When each thread was asked last. */
  private static final ThreadLocal<OptionalLong> ASKED =
      ThreadLocal.withInitial(OptionalLong::empty);

  private final ProcessingContext context;
  private final LongSupplier nanos;
  private final ThreadLocal<OptionalLong> asked;
  private final DoubleSupplier committed;
  private boolean awaited;

  /** How often the thread had committed when that was sent. */
  private double before;

  Commits(ProcessingContext context) {
    this(context, System::nanoTime, ASKED, committed(context));
  }

  /**
   * @param committed how often the thread of the task has committed
   */
  Commits(
      ProcessingContext context,
      LongSupplier nanos,
      ThreadLocal<OptionalLong> asked,
      DoubleSupplier committed) {
    this.context = context;
    this.nanos = nanos;
    this.asked = asked;
    this.committed = committed;
  }

  /** By the metric of this thread; always the same where it has none, as in a test. */
  private static DoubleSupplier committed(ProcessingContext context) {
    var thread = Thread.currentThread().getName();
    return context.metrics().metrics().entrySet().stream()
        .filter(each -> Vitals.isCommits(each.getKey()))
        .filter(each -> thread.equals(each.getKey().tags().get("thread-id")))
        .findFirst()
        .<DoubleSupplier>map(each -> () -> Vitals.value(each.getValue()))
        .orElse(() -> 0);
  }

  /** Somebody waits for what was just sent. */
  void hasten() {
    awaited = true;
    before = committed.getAsDouble();
  }

  /** To be called at the end of every tick. */
  void tick() {
    long now = nanos.getAsLong();
    var last = asked.get();
    awaited &= committed.getAsDouble() == before; // else it went with what another task asked for
    if (awaited && (last.isEmpty() || now - last.getAsLong() >= PACE.toNanos())) {
      context.commit();
      asked.set(OptionalLong.of(now));
      awaited = false;
    }
  }
}
