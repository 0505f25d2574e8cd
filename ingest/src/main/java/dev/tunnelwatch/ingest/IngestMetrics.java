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
    hanging = counter("hanging", "Transactions that Kafka had left open; ended");
    rejoins = counter("rejoins", "Times the slots were given up and asked for again");
    foreign = counter("foreign", "Records of other services, counted and dropped");
    Gauge.builder("tunnelwatch.ingest.canary.age.seconds", () -> canaryAge())
        .description(
            "Time since the last canary set out that this process brought, or since it owns where"
                + " they come from; no number while it does not")
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
        .flatMap(
            from ->
                tally.canary(from.source()).map(at -> new Canaries(from.source(), Optional.of(at))))
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

  /** Where canaries come from, and when the last one set out that was brought from there. */
  private record Canaries(String source, Optional<Instant> last) {}

  /**
   * Canaries come from there from now on. What claims to be one and comes from elsewhere is none.
   */
  void expectCanaries(String source) {
    canaries.set(Optional.of(new Canaries(source, Optional.empty())));
  }

  /**
   * None at all is late some time after this process owns where they come from, else a restart
   * would silence the alert. Whoever owns nothing of it would only tell when it last did.
   */
  private double canaryAge() {
    return canaries
        .get()
        .flatMap(from -> ownedSince(from.source()).map(since -> later(from.last(), since)))
        .map(last -> Duration.between(last, clock.instant()).toMillis() / 1e3)
        .orElse(Double.NaN);
  }

  private Optional<Instant> ownedSince(String source) {
    return partitions.entrySet().stream()
        .filter(each -> each.getKey().source().equals(source))
        .flatMap(each -> each.getValue().since().stream())
        .min(Instant::compareTo);
  }

  private static Instant later(Optional<Instant> last, Instant since) {
    return last.filter(since::isBefore).orElse(since);
  }

  PartitionMetrics of(SourceId source) {
    return partitions.computeIfAbsent(source, id -> new PartitionMetrics(registry, id, clock));
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
