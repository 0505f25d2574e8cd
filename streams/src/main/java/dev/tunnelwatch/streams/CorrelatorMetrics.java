package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.IncidentState;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.records.RejectReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Every series of the correlator, there from the start so that a rate sees the first one. */
final class CorrelatorMetrics {

  private final MeterRegistry registry;
  private final BooleanSupplier whole;
  private final Map<String, Counter> outcomes = new HashMap<>();
  private final Map<String, Counter> rejects = new HashMap<>();
  private final Map<Category, Counter> events = new EnumMap<>(Category.class);
  private final Map<Category, Counter> unrecognised = new EnumMap<>(Category.class);
  private final Map<Stage, Timer> recomputations = new EnumMap<>(Stage.class);
  private final EventMetrics said;
  private final Standings standings;
  private final RecordLags lags;
  private final Counter notConcluded;
  private final Counter fleetFailed;
  private final Counter revisions;
  private final Map<Integer, Integer> dirty = new ConcurrentHashMap<>();
  private final AtomicReference<Optional<Map<Open, Integer>>> open =
      new AtomicReference<>(Optional.empty());

  /**
   * @param clock decision time
   * @param whole whether all tasks of the process are at work; sums of some would pass for all
   */
  CorrelatorMetrics(MeterRegistry registry, InstantSource clock, BooleanSupplier whole) {
    this.registry = registry;
    this.whole = whole;
    said = new EventMetrics(registry);
    standings = new Standings(registry, clock, whole);
    lags = new RecordLags(registry);
    for (var outcome : new String[] {"event", "routine", "foreign", "rejected", "canary"}) {
      outcomes.put(outcome, counter("streams.records", "Records read", "outcome", outcome));
    }
    for (var reason : RejectReason.values()) {
      rejects.put(reason.word(), rejectCounter(reason.word()));
    }
    rejects.put(RecordIntake.NOT_TAKEN, rejectCounter(RecordIntake.NOT_TAKEN));
    for (var category : Category.values()) {
      var name = category.azureName();
      events.put(category, counter("streams.events", "Not routine", "category", name));
      unrecognised.put(
          category, counter("streams.unrecognised", "Of unknown shape", "category", name));
    }
    for (var stage : Stage.values()) {
      recomputations.put(
          stage,
          Timer.builder("tunnelwatch.recompute")
              .description("Time to conclude one gateway, or the fleet")
              .tag("stage", stage.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    notConcluded = counter("gateways.failed", "Conclusions that threw");
    fleetFailed = counter("fleet.failed", "Fleet conclusions and publications that threw");
    revisions = counter("incidents.revisions", "Revisions published");
    gauges();
  }

  /** Which of the two stages. */
  enum Stage {
    GATEWAY,
    FLEET
  }

  private record Open(Cause cause, Severity severity) {}

  void event(GatewayEvent event) {
    outcome("event");
    said.count(event);
    count(events, event.evidence().category());
    if (event instanceof GatewayEvent.Unrecognised) {
      count(unrecognised, event.evidence().category());
    }
  }

  void routine() {
    outcome("routine");
  }

  void canary() {
    outcome("canary");
  }

  void foreign() {
    outcome("foreign");
  }

  void rejected(String reason) {
    outcome("rejected");
    count(rejects, reason);
  }

  void notConcluded() {
    notConcluded.increment();
  }

  /** The fleet could not be folded, or one incident could not be published. */
  void fleetFailed() {
    fleetFailed.increment();
  }

  void recomputed(Stage stage, long nanos) {
    var timer = recomputations.get(stage);
    if (timer != null) {
      timer.record(nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** One more was published. */
  void revision(Incident incident, Instant now) {
    revisions.increment();
    // What goes on under another id begins anew at 1, and was found long ago.
    if (incident.revision() == 1 && incident.lineage().replaces().isEmpty()) {
      said.told(incident, now);
    }
  }

  Standings standings() {
    return standings;
  }

  RecordLags lags() {
    return lags;
  }

  /** Gateways of that partition which wait to be concluded. */
  void dirty(int partition, int gateways) {
    dirty.put(partition, gateways);
  }

  /** That partition is worked on elsewhere from now on. */
  void notDirty(int partition) {
    dirty.remove(partition);
    standings.gone(partition);
    lags.gone(partition);
  }

  /** The incidents there are now, as the fleet stage sees them. */
  void incidents(Collection<Incident> incidents) {
    var counts = new HashMap<Open, Integer>();
    for (var incident : incidents) {
      if (incident.state() == IncidentState.OPEN) {
        var judgement = incident.judgement();
        counts.merge(new Open(judgement.cause(), judgement.severity()), 1, Integer::sum);
      }
    }
    open.set(Optional.of(Map.copyOf(counts)));
  }

  /** The fleet stage runs elsewhere from now on: better no number than a wrong one. */
  void noIncidents() {
    open.set(Optional.empty());
  }

  private void gauges() {
    for (var cause : Cause.values()) {
      for (var severity : Severity.values()) {
        var key = new Open(cause, severity);
        Gauge.builder("tunnelwatch.incidents.open", () -> openNow(key))
            .description("Open incidents; no number where the fleet stage does not run")
            .tag("cause", cause.word())
            .tag("severity", severity.name().toLowerCase(Locale.ROOT))
            .register(registry);
      }
    }
    Gauge.builder("tunnelwatch.gateways.dirty", this::dirtyNow)
        .description(
            "Gateways that wait to be concluded; no number where not all are worked on that are here")
        .register(registry);
  }

  private Number openNow(Open key) {
    return open.get().map(counts -> (Number) counts.getOrDefault(key, 0)).orElse(Double.NaN);
  }

  private Number dirtyNow() {
    var waiting = dirty.values();
    return waiting.isEmpty() || !whole.getAsBoolean() // while others restore 0 would be a lie
        ? (Number) Double.NaN
        : (Number) waiting.stream().mapToInt(Integer::intValue).sum();
  }

  private void outcome(String outcome) {
    count(outcomes, outcome);
  }

  private static <K> void count(Map<K, Counter> counters, K key) {
    var counter = counters.get(key);
    if (counter != null) {
      counter.increment();
    }
  }

  private Counter rejectCounter(String reason) {
    return counter("streams.rejects", "Records not understood", "reason", reason);
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder("tunnelwatch." + name)
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
