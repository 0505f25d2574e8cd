package dev.tunnelwatch.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.simulator.hub.Hub;
import dev.tunnelwatch.simulator.hub.HubServer;
import dev.tunnelwatch.simulator.hub.HubServerConfig;
import dev.tunnelwatch.simulator.hub.HubSpec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The watchdog with the official client and the stand-in; the time it waits is moved by hand. */
@Tag("proof")
final class RebuildTest {
  private static final int REBUILDS = 1_000;
  private static final int SETTLED = 10;
  private static final Duration LOOK = Duration.ofMillis(2);
  private static final long LONGEST = Duration.ofSeconds(20).toNanos();
  private static final String HUB = "tunnel-logs";
  private static final Tuning COMMIT_AT_ONCE =
      new Tuning(
          Duration.ZERO,
          Tuning.DEFAULT.commitEvents(),
          Tuning.DEFAULT.bufferBytes(),
          Tuning.DEFAULT.prefetch(),
          Tuning.DEFAULT.coverageEvery(),
          Tuning.DEFAULT.skew(),
          Tuning.DEFAULT.stallAfter());

  private final HandClock clock = new HandClock();
  private final HubServer server = HubServer.start(HubServerConfig.of(clock, HubSpec.of(HUB, 1)));
  private final Hub hub = server.hub(HUB);
  private final Source source =
      new EventHubSource(HubSource.of(new Secret(server.connectionString(HUB)), HUB), 16);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Environment environment =
      new Environment(
          COMMIT_AT_ONCE, clock, clock::nanos, new IngestMetrics(registry, clock), Steps.UNWATCHED);
  private final Layout layout = Layout.UNKNOWN.with(HUB, source.describe().join());
  private final Slot slot =
      new Slot(
          new Seat(Slots.of(layout.partitions().keySet().iterator().next()), 1, () -> true),
          new FakeKafka().slotKafka(),
          Map.of(HUB, new Feed(source, new StartAt.Earliest())),
          () -> layout,
          environment);

  @AfterEach
  void close() {
    slot.close();
    source.close();
    server.close();
  }

  /** Each time the link gives nothing of what is there, and the next one gives it. */
  @Test
  void aThousandSilentLinksAreRebuiltAndLeaveNoThreadAndNoConnection() throws Exception {
    int threads = 0;
    slot.step(); // its meters are there
    for (int round = 1; round <= REBUILDS; round++) {
      int before = round;
      hub.publish(0, Bodies.of(Bodies.tunnel(1)));
      until(() -> records() == 2.0 * before - 1);
      hub.freeze(0);
      hub.publish(0, Bodies.of(Bodies.tunnel(2)));
      until(
          () -> {
            clock.pass(Duration.ofSeconds(5));
            return count("rebuilds") == before;
          });
      hub.thaw(0);
      clock.pass(Duration.ofSeconds(1));
      until(() -> records() == 2.0 * before);
      threads = round == SETTLED ? Thread.getAllStackTraces().size() : threads;
    }

    assertThat(count("rebuilds")).isEqualTo(REBUILDS);
    assertThat(count("repeats")).isZero();
    assertThat(Thread.getAllStackTraces().size()).isLessThanOrEqualTo(threads + 5);
    assertThat(server.connections()).isEqualTo(1);
    assertThat(slot.intake().held()).isZero();
  }

  /** No link gives anything of what the hub says is there, and none makes it begin anew. */
  @Test
  void partitionThatStandsInTheHubIsStalledOverAllItsLinks() throws Exception {
    slot.step(); // its meters are there
    hub.publish(0, Bodies.of(Bodies.tunnel(1)));
    until(() -> records() == 1);
    assertThat(stalled()).isLessThan(7);

    hub.freeze(0);
    hub.publish(0, Bodies.of(Bodies.tunnel(2)));
    until(
        () -> {
          clock.pass(Duration.ofSeconds(5));
          return count("rebuilds") == 3;
        });
    assertThat(stalled()).isGreaterThan(180);

    hub.thaw(0);
    until(
        () -> {
          clock.pass(Duration.ofMillis(100));
          return records() == 2;
        });
    assertThat(stalled()).isLessThan(7);
  }

  private double stalled() {
    return registry.get("tunnelwatch.ingest.stalled.seconds").gauge().value();
  }

  private double records() {
    return count("records");
  }

  private double count(String meter) {
    return registry.get("tunnelwatch.ingest." + meter).counter().count();
  }

  /** What the slot's thread does; the clock stands meanwhile. */
  private void until(BooleanSupplier holds) throws InterruptedException {
    long began = System.nanoTime();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime() - began).as("nanoseconds of waiting").isLessThan(LONGEST);
      if (!slot.step()) {
        slot.intake().await(LOOK);
      }
    }
  }
}
