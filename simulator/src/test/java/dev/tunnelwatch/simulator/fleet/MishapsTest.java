package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the way into the hub does to records, counted on a fleet of a size that tells. */
class MishapsTest {

  private static final long SEED = 5;
  private static final Scenario SCENARIO = Scenario.all(SEED, Scenario.DEFAULT_START, 24, 6);
  private static final Fleet FLEET = Fleet.of(SCENARIO);
  private static final List<Emission> EMISSIONS = FLEET.emissions();

  private static Duration delay(Emission emission) {
    return Duration.between(emission.at(), emission.deliveredAt());
  }

  private static double share(long part) {
    return part / (double) EMISSIONS.size();
  }

  @Test
  void aFewRecordsComeTwiceInOneOrTwoPartitions() {
    var times =
        EMISSIONS.stream()
            .collect(Collectors.groupingBy(Emission::record, Collectors.toList()))
            .values();
    var twice = times.stream().filter(same -> same.size() > 1).toList();

    assertThat(share(twice.size())).as("seed %d", SEED).isBetween(0.004, 0.010);
    assertThat(twice)
        .anyMatch(same -> same.getFirst().partition() == same.getLast().partition())
        .anyMatch(same -> same.getFirst().partition() != same.getLast().partition());
  }

  @Test
  void veryFewRecordsAreLate() {
    long late =
        EMISSIONS.stream().filter(e -> delay(e).compareTo(Duration.ofMinutes(30)) > 0).count();

    assertThat(late).as("seed %d", SEED).isPositive();
    assertThat(share(late)).isLessThan(0.002);
    assertThat(EMISSIONS)
        .filteredOn(e -> delay(e).compareTo(Duration.ofMinutes(30)) > 0)
        .noneMatch(e -> e.record().decides());
  }

  @Test
  void aReturnIsLostAndItsLabelSaysSo() {
    var emitted = EMISSIONS.stream().map(Emission::record).collect(Collectors.toSet());
    var lines =
        emitted.stream()
            .filter(r -> r.operationName().equals("TunnelConnected"))
            .map(Label.Line::of)
            .collect(Collectors.toSet());
    var missing =
        FLEET.labels().stream()
            .filter(
                label ->
                    label.evidence().stream()
                        .filter(line -> line.operationName().equals("TunnelConnected"))
                        .anyMatch(line -> !lines.contains(line)))
            .toList();

    assertThat(missing).as("seed %d", SEED).isNotEmpty();
    assertThat(FLEET.labels()).filteredOn(Label::recoveryLost).isEqualTo(missing);
  }

  @Test
  void nothingThatOpensAFaultIsLost() {
    var emitted =
        EMISSIONS.stream()
            .filter(e -> e.record().opens())
            .map(e -> Label.Line.of(e.record()))
            .collect(Collectors.toCollection(HashSet::new));

    assertThat(FLEET.labels())
        .allSatisfy(
            label ->
                assertThat(label.evidence())
                    .filteredOn(line -> line.operationName().contains("Disconnected"))
                    .allMatch(emitted::contains));
  }

  @Test
  void bothProfilesBringTheSameRecordsAsOften() {
    assertThat(counts(FLEET.emissions(Delivery.LOGNORMAL))).isEqualTo(counts(EMISSIONS));
  }

  private static Object counts(List<Emission> emissions) {
    return emissions.stream()
        .map(Emission::record)
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
  }

  @Test
  void otherServicesAreOnTheSameHub() {
    long foreign =
        EMISSIONS.stream().filter(e -> !e.record().category().contains("DiagnosticLog")).count();

    assertThat(share(foreign)).isBetween(0.02, 0.07);
  }
}
