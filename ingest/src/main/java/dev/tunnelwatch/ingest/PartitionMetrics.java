package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The series of one source partition. What is measured is NaN while the partition is another
 * process's.
 */
final class PartitionMetrics {
  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter records;
  private final Counter rejects;
  private final Counter bytes;
  private final Counter repeats;
  private final Counter gaps;
  private final Counter missing;
  private final Counter rebuilds;
  private final Counter restarts;
  private final Timer age;
  private volatile Optional<Instant> since = Optional.empty();
  private volatile Optional<Instant> fineAt = Optional.empty();
  private volatile double lagEvents = Double.NaN;
  private volatile double lagSeconds = Double.NaN;

  /**
   * @param clock of the hub
   */
  PartitionMetrics(MeterRegistry registry, SourceId source, InstantSource clock) {
    this.registry = registry;
    tags = Tags.of("source", source.source(), "partition", source.partition());
    records = counter("records", "Records of gateways written to Kafka");
    rejects = counter("rejected.parts", "Parts of events that went to the rejects");
    bytes = counter("bytes", "Bytes of event bodies taken");
    repeats = counter("repeats", "Events delivered again and skipped");
    gaps = counter("gaps", "Stretches of events that never came, known or possible");
    missing = counter("missing.events", "Events that never came, of the known stretches");
    rebuilds = counter("rebuilds", "Readers rebuilt after an error or a stall");
    restarts = counter("restarts", "Times the hub's numbers began again");
    age =
        Timer.builder("tunnelwatch.ingest.age")
            .tags(tags)
            .description("Of the oldest event of a transaction, from the hub to its commit")
            .register(registry);
    gauge("lag.events", "Events the hub holds that are not taken", mine -> mine.lagEvents);
    gauge("lag.seconds", "Time since when events wait to be taken", mine -> mine.lagSeconds);
    // Told when it is asked: the thread that reads may be what hangs.
    gauge(
        "stalled.seconds",
        "Time since an event came to Kafka, or all there was had",
        mine -> mine.fineAt.map(at -> secondsFrom(at, clock.instant())).orElse(Double.NaN));
  }

  void committed(Uncounted what, Instant now) {
    records.increment((double) what.records());
    rejects.increment((double) what.rejects());
    bytes.increment((double) what.bytes());
    gaps.increment(what.gaps());
    missing.increment((double) what.missing());
    restarts.increment(what.restarts());
    if (what.holdsEvents()) {
      var waited = Duration.between(what.oldest(), now);
      age.record(waited.isNegative() ? Duration.ZERO : waited);
    }
  }

  void repeated() {
    repeats.increment();
  }

  void rebuilt() {
    rebuilds.increment();
  }

  void lag(long events, double seconds) {
    lagEvents = events;
    lagSeconds = seconds;
  }

  /**
   * From then on this process reads it.
   *
   * @param fine when it was last known to be fine, whoever read it
   */
  void ours(Instant now, Instant fine) {
    since = Optional.of(now);
    fineAt = Optional.of(fine);
  }

  /** It moved then, or had nothing to read; for the thread that reads alone. */
  void fine(Instant at) {
    fineAt = fineAt.map(before -> at.isAfter(before) ? at : before);
  }

  /** Since when this process reads it; empty while it does not. */
  Optional<Instant> since() {
    return since;
  }

  void notOurs() {
    since = Optional.empty();
    fineAt = Optional.empty();
    lagEvents = Double.NaN;
    lagSeconds = Double.NaN;
  }

  private Counter counter(String noun, String description) {
    return Counter.builder("tunnelwatch.ingest." + noun)
        .tags(tags)
        .description(description)
        .register(registry);
  }

  private static double secondsFrom(Instant at, Instant now) {
    return Math.max(0, Duration.between(at, now).toMillis() / 1e3);
  }

  private void gauge(String noun, String description, ToDoubleFunction<PartitionMetrics> value) {
    Gauge.builder("tunnelwatch.ingest." + noun, this, value)
        .tags(tags)
        .description(description)
        .register(registry);
  }
}
