package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.OncePerMinute;
import dev.tunnelwatch.records.CanaryJson;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Where a canary waits in a task until that has had its turn to conclude: the last that came goes
 * on then, once a minute. So it shows that the task takes, ticks, may conclude and commits. Nothing
 * is stored: what a crash loses the next minute brings again.
 */
final class CanaryPerch {

  private final InstantSource clock;
  private final Consumer<Instant> onward;
  private final OncePerMinute minute = new OncePerMinute();
  private Optional<Instant> waiting = Optional.empty();

  /**
   * @param onward gets the time at which a canary set out
   */
  CanaryPerch(InstantSource clock, Consumer<Instant> onward) {
    this.clock = clock;
    this.onward = onward;
  }

  /** Whether it is a canary and nothing else, however damaged. */
  static boolean is(Record<String, byte[]> record) {
    return record.headers().lastHeader(Headers.CANARY) != null;
  }

  static Record<String, byte[]> record(Instant setOut, long stamp) {
    var record = new Record<>(Canary.KEY, CanaryJson.body(setOut), stamp);
    RecordHeaders.put(record.headers(), Headers.CANARY, setOut.toString());
    return record;
  }

  /** One that does not say when it set out goes no further. */
  void take(Record<String, byte[]> record) {
    RecordHeaders.instant(record.headers(), Headers.CANARY).ifPresent(this::take);
  }

  void take(Instant setOut) {
    waiting = Optional.of(setOut);
  }

  /** The task has had its turn. */
  void tick() {
    if (waiting.isPresent()) {
      waiting.filter(_ -> minute.passes(clock.instant())).ifPresent(onward);
      waiting = Optional.empty();
    }
  }
}
