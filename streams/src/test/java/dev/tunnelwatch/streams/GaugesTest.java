package dev.tunnelwatch.streams;

import static dev.tunnelwatch.streams.Lines.GW_WEU;
import static dev.tunnelwatch.streams.Lines.PARIS;
import static dev.tunnelwatch.streams.Story.TEN;
import static dev.tunnelwatch.streams.Story.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Origin;
import dev.tunnelwatch.records.Pseudonyms;
import dev.tunnelwatch.records.Reading;
import dev.tunnelwatch.records.RecordReader;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A number stands only where it is known: a rebalance takes it along, and a restore is not 0. */
class GaugesTest {

  @TempDir Path directory;

  private final SettableClock clock = new SettableClock(TEN);
  private final Coverage coverage = new Coverage(clock);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private boolean running = true;
  private final CorrelatorMetrics metrics = new CorrelatorMetrics(registry, clock, () -> running);
  private final Surroundings surroundings =
      new Surroundings(clock, coverage, (_, _) -> OptionalLong.of(0), metrics);

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
    running = false;
    assertThat(value("tunnelwatch.gateways.dirty")).as("others restore").isNaN();
    running = true;

    gateways.close();
    assertThat(value("tunnelwatch.gateways.dirty")).as("gone to another process").isNaN();
  }

  @Test
  void lagStandsWhereATaskIsAtWorkAndItIsKnown() {
    Sources.ahead(coverage);
    var known = new RecordLags.Waiting(40, 7, 1.5);
    metrics.lags().tell(Map.of(0, known));
    assertThat(lags()).as("restoring, standing by or another's").containsOnly(Double.NaN);

    var gateways = new GatewayProcessor(TOPICS, reader(), surroundings);
    start(new Restartable(directory, clock), gateways);
    assertThat(metrics.lags().partitions()).containsExactly(0);
    assertThat(lags()).as("not known yet, which is not 0").containsOnly(Double.NaN);
    metrics.lags().tell(Map.of(0, known, 1, known));
    assertThat(lags()).filteredOn(lag -> !lag.isNaN()).containsExactlyInAnyOrder(7.0, 1.5);

    metrics.lags().tell(Map.of());
    assertThat(lags()).as("Kafka does not answer").containsOnly(Double.NaN);
    metrics.lags().tell(Map.of(0, known));
    gateways.close();
    assertThat(lags()).as("gone to another process").containsOnly(Double.NaN);
    metrics.lags().tell(Map.of(0, known));
    assertThat(lags()).as("an answer that comes too late").containsOnly(Double.NaN);
  }

  private List<Double> lags() {
    return registry.getMeters().stream()
        .filter(meter -> meter.getId().getName().startsWith("tunnelwatch.correlation.lag."))
        .map(meter -> meter.measure().iterator().next().getValue())
        .toList();
  }

  @Test
  void gatewayHasItsSeriesWhereItIsConcludedAndTakesThemAlong() {
    Sources.ahead(coverage);
    var first = new GatewayProcessor(TOPICS, reader(), surroundings);
    var task = start(new Restartable(directory, clock), first);
    assertThat(sites("lost")).as("not looked at yet").isNaN();
    task.process(record(Lines.connected(GW_WEU, "IN_0", PARIS, TEN)));
    task.process(record(Lines.disconnected(GW_WEU, "IN_0", PARIS, TEN.plusSeconds(9), "DPD")));
    task.tick();
    task.tick(); // on a slow machine the first is over before it finds that there is no other
    assertThat(redundancy()).containsExactly(0.0);
    assertThat(sites("lost")).isEqualTo(1);

    first.close();
    assertThat(redundancy()).as("gone to another process").isEmpty();
    assertThat(sites("lost")).isNaN();
  }

  @Test
  void gatewayThatWasWellBeforeARestartIsLookedAtThoughNothingIsHeardOfIt() {
    Sources.ahead(coverage);
    var first = new GatewayProcessor(TOPICS, reader(), surroundings);
    var task = start(new Restartable(directory, clock), first);
    task.process(record(Lines.connected(GW_WEU, "IN_0", PARIS, TEN)));
    task.tick();
    first.close();

    var next = start(task.restart(), new GatewayProcessor(TOPICS, reader(), surroundings));
    assertThat(redundancy()).as("restoring").isEmpty();
    next.tick();
    next.tick(); // each looks at one gateway at least, and this one finds that there is no other

    assertThat(redundancy()).containsExactly(2.0);
    assertThat(sites("full")).isEqualTo(1);
  }

  private static BiFunction<byte[], Origin, Reading> reader() {
    return new RecordReader(Pseudonyms.redacted())::read;
  }

  private static Restartable start(Restartable task, GatewayProcessor processor) {
    return task.start(processor, GatewayState.stores(), TOPICS.records());
  }

  private static Record<String, byte[]> record(byte[] value) {
    return new Record<>(GW_WEU, value, TEN.toEpochMilli());
  }

  private List<Double> redundancy() {
    return registry.getMeters().stream()
        .filter(meter -> meter.getId().getName().equals("tunnelwatch.site.redundancy"))
        .map(meter -> meter.measure().iterator().next().getValue())
        .toList();
  }

  private double sites(String state) {
    return registry.get("tunnelwatch.sites").tag("state", state).gauge().value();
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
