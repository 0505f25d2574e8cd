package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceCoverage;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.CoverageJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A slot with a hub in memory before it, the clients' mocks behind it, and time moved by hand. */
final class SlotWorld {
  static final String PARTITION = "0";
  static final SourceId SOURCE = new SourceId("hub", PARTITION);

  final HandClock clock = new HandClock();
  final FakeSource hub = new FakeSource(clock, PARTITION);
  final FakeKafka kafka = new FakeKafka();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Environment environment =
      new Environment(
          Tuning.DEFAULT, clock, clock::nanos, new IngestMetrics(registry, clock), Steps.UNWATCHED);
  private Map<String, Feed> feeds;
  private boolean held = true;
  Layout layout = Layout.UNKNOWN;
  Slot slot;

  SlotWorld() {
    this(new StartAt.Earliest());
  }

  SlotWorld(StartAt startAt) {
    feeds = Map.of("hub", new Feed(hub, startAt));
    look();
    slot = owner(5);
  }

  /** What owners that come from now on are told. */
  void configure(StartAt startAt) {
    feeds = Map.of("hub", new Feed(hub, startAt));
  }

  /** Learns what the hub is now. */
  void look() {
    layout = layout.with("hub", hub.describe().join());
  }

  private Slot owner(int generation) {
    return owner(Slots.of(SOURCE), generation);
  }

  private Slot owner(int number, int generation) {
    var seat = new Seat(number, generation, () -> held);
    return new Slot(seat, kafka.slotKafka(), feeds, () -> layout, environment);
  }

  /** Another owner takes the slot; the one before was killed and said nothing. */
  void succeed(int generation) {
    slot = owner(generation);
  }

  /** A process that was just started, and knows nothing of what was before, is given that slot. */
  void startWith(int number, int generation) {
    layout = Layout.UNKNOWN;
    look();
    slot = owner(number, generation);
  }

  void takeAway() {
    held = false;
  }

  /** Two seconds of rounds: enough to claim, to read what is there and to commit it. */
  void settle() {
    pass(Duration.ofSeconds(2));
  }

  void pass(Duration time) {
    var round = Duration.ofMillis(50);
    for (var left = time; left.isPositive(); left = left.minus(round)) {
      slot.step();
      clock.pass(round);
    }
  }

  void publish(String... records) {
    hub.publish(PARTITION, Bodies.of(records));
  }

  List<String> records() {
    return kafka.committed(Topics.DEFAULT.records()).stream()
        .map(record -> new String(record.value(), StandardCharsets.UTF_8))
        .toList();
  }

  List<ProducerRecord<String, byte[]>> rejects() {
    return kafka.committed(Topics.DEFAULT.rejects());
  }

  SourceCoverage coverage() {
    return CoverageJson.read(kafka.committed(Topics.DEFAULT.sources()).getLast().value());
  }

  double count(String meter, String... tags) {
    return registry.get("tunnelwatch.ingest." + meter).tags(tags).counter().count();
  }

  double gauge(String meter) {
    return registry.get("tunnelwatch.ingest." + meter).gauge().value();
  }

  static Optional<String> header(ProducerRecord<String, byte[]> record, String name) {
    return Optional.ofNullable(record.headers().lastHeader(name))
        .map(header -> new String(header.value(), StandardCharsets.UTF_8));
  }
}
