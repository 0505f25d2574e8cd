package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.Lateness;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayEvent.P2sOutcome;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What gateways say that is worth counting by itself, and how long it took to be told. */
final class EventMetrics {

  private static final Duration[] BOUNDS =
      Stream.of(5, 15, 30, 60, 120, 300, 600, 1800, 7200)
          .map(Duration::ofSeconds)
          .toArray(Duration[]::new);

  private final Map<Reason, Counter> ikeFailures = new EnumMap<>(Reason.class);
  private final Map<P2sOutcome, Counter> p2s = new EnumMap<>(P2sOutcome.class);
  private final Counter late;
  private final Timer azure;
  private final Timer ours;

  EventMetrics(MeterRegistry registry) {
    for (var reason : Reason.values()) {
      var counter = Counter.builder("tunnelwatch.ike.failures").tag("reason", word(reason));
      ikeFailures.put(reason, counter.description("Negotiations that failed").register(registry));
    }
    for (var outcome : P2sOutcome.values()) {
      var counter = Counter.builder("tunnelwatch.p2s.sessions").tag("outcome", word(outcome));
      p2s.put(outcome, counter.description("What became of P2S sessions").register(registry));
    }
    late =
        Counter.builder("tunnelwatch.streams.late")
            .description("Events over 30 min on their way to the hub")
            .register(registry);
    azure = detection(registry, "azure");
    ours = detection(registry, "ours");
  }

  void count(GatewayEvent event) {
    if (Lateness.isLate(event.evidence())) {
      late.increment();
    }
    if (event instanceof GatewayEvent.NegotiationFailed failed) {
      increment(ikeFailures, failed.reason());
    } else if (event instanceof GatewayEvent.P2sSession session) {
      increment(p2s, session.outcome());
    }
  }

  /** An incident is told for the first time; an Azure that says no enqueued time is not judged. */
  void told(Incident incident, Instant now) {
    incident.proof().evidence().stream()
        .filter(line -> !line.at().isBefore(incident.span().startedAt()))
        .filter(line -> line.enqueuedAt().isPresent())
        .min(Comparator.comparing(line -> line.enqueuedAt().orElseThrow()))
        .ifPresent(
            first -> {
              var enqueued = first.enqueuedAt().orElseThrow();
              azure.record(between(first.at(), enqueued));
              ours.record(between(enqueued, now));
            });
  }

  /** Their clocks and ours may differ. */
  private static Duration between(Instant from, Instant to) {
    return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
  }

  private static <K> void increment(Map<K, Counter> counters, K key) {
    var counter = counters.get(key);
    if (counter != null) {
      counter.increment();
    }
  }

  private static Timer detection(MeterRegistry registry, String part) {
    return Timer.builder("tunnelwatch.detection")
        .description("From what a gateway says to the first revision, Azure's part and ours")
        .tag("part", part)
        .serviceLevelObjectives(BOUNDS)
        .register(registry);
  }

  private static String word(Enum<?> of) {
    return of.name().toLowerCase(Locale.ROOT);
  }
}
