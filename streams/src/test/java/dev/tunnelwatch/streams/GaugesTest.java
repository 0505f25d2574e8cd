package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Story.TEN;
import static dev.tunnelwatch.streams.Story.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.RecordReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.api.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A number stands only where it is known: a rebalance takes it along, and a restore is not 0. */
class GaugesTest {

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock(TEN);
  private final Coverage coverage = new Coverage(clock);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Surroundings surroundings =
      new Surroundings(
          clock, coverage, (_, _) -> OptionalLong.of(0), new CorrelatorMetrics(registry));

  @Test
  void openIncidentsAreCountedWhereTheFleetStageRunsAndHasConcluded() {
    Sources.ahead(coverage);
    assertThat(value("tunnelwatch.incidents.open")).as("restoring").isNaN();

    var fleet = new FleetProcessor(TOPICS, surroundings);
    var task =
        new Restartable(directory, clock)
            .start(fleet, FleetState.stores(), TOPICS.gatewayIncidents());
    assertThat(value("tunnelwatch.incidents.open")).as("not concluded yet").isNaN();
    task.tick();
    assertThat(value("tunnelwatch.incidents.open")).isZero();

    fleet.close();
    assertThat(value("tunnelwatch.incidents.open")).as("gone to another process").isNaN();
  }

  @Test
  void waitingGatewaysAreCountedWhereTheirPartitionIsWorkedOn() {
    Sources.ahead(coverage);
    assertThat(value("tunnelwatch.gateways.dirty")).as("restoring").isNaN();

    Processor<String, byte[], String, byte[]> gateways =
        new GatewayProcessor(TOPICS, new RecordReader(Pseudonyms.redacted())::read, surroundings);
    var task =
        new Restartable(directory, clock).start(gateways, GatewayState.stores(), TOPICS.records());
    task.tick();
    assertThat(value("tunnelwatch.gateways.dirty")).isZero();

    gateways.close();
    assertThat(value("tunnelwatch.gateways.dirty")).as("gone to another process").isNaN();
  }

  @Test
  void nothingIsKnownOfSourcesBeforeOneIs() {
    assertThat(coverage.known()).isFalse();
    Sources.ahead(coverage);
    assertThat(coverage.known()).isTrue();
  }

  private double value(String gauge) {
    return registry.get(gauge).gauges().iterator().next().value();
  }
}
