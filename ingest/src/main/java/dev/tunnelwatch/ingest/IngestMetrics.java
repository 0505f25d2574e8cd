package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.records.RejectReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Every series that ingest exports. What is counted was committed to Kafka, and so counted once.
 */
final class IngestMetrics {
  private final MeterRegistry registry;
  private final Counter commits;
  private final Counter aborts;
  private final Counter hanging;
  private final Counter rejoins;
  private final Counter foreign;
  private final Map<RejectReason, Counter> rejects = new EnumMap<>(RejectReason.class);
  private final Map<SourceId, PartitionMetrics> partitions = new ConcurrentHashMap<>();

  private final InstantSource clock;
  private final AtomicReference<Optional<Canaries>> canaries =
      new AtomicReference<>(Optional.empty());

  IngestMetrics(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    commits = counter("commits", "Transactions committed");
    aborts = counter("aborts", "Transactions aborted; their events were read again");
    hanging = counter("hanging", "Transactions that Kafka had left open; aborted and read again");
    rejoins = counter("rejoins", "Times the slots were given up and asked for again");
    foreign = counter("foreign", "Records of other services, counted and dropped");
    Gauge.builder("tunnelwatch.ingest.canary.age.seconds", () -> canaryAge())
        .description(
            "Time since the last canary set out that this process brought, or since its start")
        .register(registry);
    for (var reason : RejectReason.values()) {
      rejects.put(
          reason,
          Counter.builder("tunnelwatch.ingest.rejects")
              .tag("reason", reason.word())
              .description("Parts of events that should have been records and were not")
              .register(registry));
    }
  }

  void committed(Tally tally) {
    commits.increment();
    foreign.increment(tally.foreign());
    canaries
        .get()
        .flatMap(from -> tally.canary(from.source()).map(at -> new Canaries(from.source(), at)))
        .ifPresent(last -> canaries.set(Optional.of(last)));
    tally.rejects().forEach((reason, count) -> counterOf(reason).increment(count));
  }

  void aborted() {
    aborts.increment();
  }

  void hanging() {
    hanging.increment();
  }

  void rejoined() {
    rejoins.increment();
  }

  /** Where canaries come from, and when the last one set out, or the process began to wait. */
  private record Canaries(String source, Instant last) {}

  /**
   * Canaries come from there from now on. What claims to be one and comes from elsewhere shows
   * nothing; and none at all is late some time after the start, else a restart would silence the
   * alert.
   */
  void expectCanaries(String source) {
    canaries.set(Optional.of(new Canaries(source, clock.instant())));
  }

  private double canaryAge() {
    return canaries
        .get()
        .map(from -> Duration.between(from.last(), clock.instant()).toMillis() / 1e3)
        .orElse(Double.NaN);
  }

  PartitionMetrics of(SourceId source) {
    return partitions.computeIfAbsent(source, id -> new PartitionMetrics(registry, id));
  }

  private Counter counterOf(RejectReason reason) {
    var counter = rejects.get(reason);
    if (counter == null) {
      throw new IllegalStateException("no counter for " + reason);
    }
    return counter;
  }

  private Counter counter(String noun, String description) {
    return Counter.builder("tunnelwatch.ingest." + noun)
        .description(description)
        .register(registry);
  }
}
