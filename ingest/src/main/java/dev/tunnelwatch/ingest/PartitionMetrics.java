package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The series of one source partition. Lag is NaN while the partition is another process's. */
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
  private volatile double lagEvents = Double.NaN;
  private volatile double lagSeconds = Double.NaN;

  PartitionMetrics(MeterRegistry registry, SourceId source) {
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
    gauge("lag.events", "Events the hub holds that are not taken");
    gauge("lag.seconds", "Time since when events wait to be taken");
  }

  void committed(Uncounted what, Instant now) {
    records.increment((double) what.records());
    rejects.increment((double) what.rejects());
    bytes.increment((double) what.bytes());
    gaps.increment(what.gaps());
    missing.increment((double) what.missing());
    restarts.increment(what.restarts());
    if (what.oldest().isBefore(Instant.MAX)) {
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

  /** From then on this process reads it. */
  void ours(Instant now) {
    since = Optional.of(now);
  }

  /** Since when this process reads it; empty while it does not. */
  Optional<Instant> since() {
    return since;
  }

  void notOurs() {
    since = Optional.empty();
    lagEvents = Double.NaN;
    lagSeconds = Double.NaN;
  }

  private Counter counter(String noun, String description) {
    return Counter.builder("tunnelwatch.ingest." + noun)
        .tags(tags)
        .description(description)
        .register(registry);
  }

  private void gauge(String noun, String description) {
    Gauge.builder(
            "tunnelwatch.ingest." + noun,
            this,
            mine -> noun.equals("lag.events") ? mine.lagEvents : mine.lagSeconds)
        .tags(tags)
        .description(description)
        .register(registry);
  }
}
