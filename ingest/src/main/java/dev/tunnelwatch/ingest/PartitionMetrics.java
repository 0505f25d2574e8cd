package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

/** The series of one source partition. Lag is NaN while the partition is another process's. */
final class PartitionMetrics {
  private final MeterRegistry registry;
  private final Tags tags;
  private final Counter records;
  private final Counter bytes;
  private final Counter repeats;
  private final Counter gaps;
  private final Counter missing;
  private final Counter rebuilds;
  private final Counter restarts;
  private volatile double lagEvents = Double.NaN;
  private volatile double lagSeconds = Double.NaN;

  PartitionMetrics(MeterRegistry registry, SourceId source) {
    this.registry = registry;
    tags = Tags.of("source", source.source(), "partition", source.partition());
    records = counter("records", "Records of gateways written to Kafka");
    bytes = counter("bytes", "Bytes of event bodies taken");
    repeats = counter("repeats", "Events delivered again and skipped");
    gaps = counter("gaps", "Stretches of events that never came");
    missing = counter("missing.events", "Events that never came");
    rebuilds = counter("rebuilds", "Readers rebuilt after an error or a stall");
    restarts = counter("restarts", "Times the hub's numbers began again");
    gauge("lag.events", "Events the hub holds that are not taken");
    gauge("lag.seconds", "Time since when events wait to be taken");
  }

  void taken(long count, long size) {
    records.increment((double) count);
    bytes.increment((double) size);
  }

  void repeated() {
    repeats.increment();
  }

  void lost(int stretches, long events) {
    gaps.increment(stretches);
    missing.increment((double) events);
  }

  void rebuilt() {
    rebuilds.increment();
  }

  void restarted(int times) {
    restarts.increment(times);
  }

  void lag(long events, double seconds) {
    lagEvents = events;
    lagSeconds = seconds;
  }

  void notOurs() {
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
