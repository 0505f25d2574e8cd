package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Lines.GW_WEU;
import static dev.tunnelwatch.streams.Story.TEN;
import static dev.tunnelwatch.streams.Story.TOPICS;

import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.Headers;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.records.IncidentJson;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.RecordReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Record;

/** A task of each stage, through days in steps of an hour. */
final class CutLife {
  private static final Duration STEP = Duration.ofHours(1);
  private static final Duration LONG_BEFORE = Duration.ofMinutes(10);

  private final SettableClock clock = new SettableClock(TEN.minus(LONG_BEFORE));
  private final Coverage coverage = new Coverage(clock);
  private final Surroundings surroundings =
      new Surroundings(
          clock,
          coverage,
          (_, _) -> OptionalLong.of(0),
          new CorrelatorMetrics(new SimpleMeterRegistry(), clock, () -> true));
  private final Map<String, Incident> last = new TreeMap<>();
  private final List<Incident> revisions = new ArrayList<>();
  private Restartable gateways;
  private Restartable fleet;
  private int events;

  CutLife(Path directory) {
    coverage.update(covered("hub/3", Instant.parse("2100-01-01T00:00:00Z")));
    gateways = gatewayTask(new Restartable(directory, clock));
    fleet = fleetTask(new Restartable(directory, clock));
    clock.set(TEN);
  }

  /** A source that stands still may still bring what would be cut off. */
  CutLife holdingCutsBack() {
    clock.set(TEN.minus(LONG_BEFORE));
    sourceIsReadUpTo(TEN.minusSeconds(1));
    clock.set(TEN);
    return this;
  }

  void sourceIsReadUpTo(Instant time) {
    coverage.update(covered("hub/9", time));
  }

  private static SourceCoverage covered(String source, Instant time) {
    return new SourceCoverage(SourceId.parse(source), time, 1, TEN, List.of());
  }

  void restart() {
    gateways = gatewayTask(gateways.restart());
    fleet = fleetTask(fleet.restart());
  }

  void waitUntil(Instant from, Instant to) {
    for (var at = from; at.isBefore(to); at = at.plus(STEP)) {
      clock.set(at);
      tick();
    }
    clock.set(to);
    tick();
  }

  void take(CutsTest.Line line) {
    take(line.at(), line.gateway(), line.bytes());
  }

  /** Enqueued and taken at that time. */
  void take(Instant at, String gateway, byte[] bytes) {
    clock.set(at);
    var record = new Record<>(gateway, bytes, at.toEpochMilli());
    RecordHeaders.put(record.headers(), Headers.ENQUEUED_AT, at.toString());
    gateways.process(record);
    tick();
  }

  /** Nobody knows when it was enqueued, so that it is not late. */
  void takeWithoutTime(String gateway, byte[] bytes) {
    gateways.process(new Record<>(gateway, bytes, clock.millis()));
    tick();
  }

  private void tick() {
    gateways.tick();
    events += gateways.sentTo(Outlets.EVENTS);
    gateways.forwardedTo(Outlets.GATEWAY_INCIDENTS).forEach(fleet::process);
    var now = clock.instant();
    clock.advance(FleetProcessor.GATHERING);
    fleet.tick();
    clock.set(now);
    for (var record : fleet.forwarded()) {
      var incident = IncidentJson.read(record.value());
      last.put(incident.id(), incident);
      revisions.add(incident);
    }
  }

  /** By id, what was published last; not what became part of another. */
  List<Incident> last() {
    return last.values().stream().filter(i -> i.lineage().mergedInto().isEmpty()).toList();
  }

  List<Incident> revisions() {
    return List.copyOf(revisions);
  }

  /** The latest that any gateway was cut at. */
  Instant cut() {
    return stored().getOrDefault(EvidenceStore.CARRIES, List.of()).stream()
        .map(entry -> CarryForm.read(new GatewayId(GW_WEU), entry.value).cut())
        .max(Instant::compareTo)
        .orElse(Instant.MIN);
  }

  int events() {
    return events;
  }

  int entries() {
    return stored().values().stream().mapToInt(List::size).sum();
  }

  int entries(String store) {
    return stored().getOrDefault(store, List.of()).size();
  }

  long bytes() {
    return stored().values().stream()
        .flatMap(List::stream)
        .mapToLong(entry -> entry.key.length() + entry.value.length)
        .sum();
  }

  private Map<String, List<KeyValue<String, byte[]>>> stored() {
    var all = new TreeMap<>(gateways.stored());
    all.putAll(fleet.stored());
    return all;
  }

  private Restartable gatewayTask(Restartable task) {
    return task.start(
        new GatewayProcessor(TOPICS, new RecordReader(Pseudonyms.redacted())::read, surroundings),
        GatewayState.stores(),
        TOPICS.records());
  }

  private Restartable fleetTask(Restartable task) {
    return task.start(
        new FleetProcessor(TOPICS, surroundings), FleetState.stores(), TOPICS.gatewayIncidents());
  }
}
