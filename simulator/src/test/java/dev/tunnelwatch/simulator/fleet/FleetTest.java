package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FleetTest {

  private static final Instant START = Scenario.DEFAULT_START;

  private static Fleet demo(long seed) {
    return Fleet.of(Scenario.demo(seed, START, Duration.ofMinutes(20)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void equalSeedsGiveEqualFleets(long seed) {
    var one = demo(seed);
    var other = demo(seed);

    assertThat(one.emissions()).as("seed %d", seed).isEqualTo(other.emissions());
    assertThat(one.labels()).as("seed %d", seed).isEqualTo(other.labels());
  }

  @Test
  void anotherSeedGivesAnotherFleet() {
    assertThat(demo(1).emissions()).isNotEqualTo(demo(2).emissions());
  }

  @Test
  void recordsHaveTheFieldsAzureWrites() throws IOException {
    for (var emission : demo(5).emissions()) {
      var record = Node.parse(emission.record().json());

      assertThat(record.text("time")).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}\\.\\d{7}Z");
      assertThat(Instant.parse(record.text("time"))).isEqualTo(emission.at());
      assertThat(record.text("resourceId"))
          .startsWith("/SUBSCRIPTIONS/")
          .isEqualTo(emission.record().gateway().resourceId().toUpperCase(Locale.ROOT));
      assertThat(record.text("category")).isEqualTo(emission.record().category());
      assertThat(record.text("operationName")).isEqualTo(emission.record().operationName());
      assertThat(record.field("properties")).isInstanceOf(Node.Obj.class);
    }
  }

  @Test
  void uniformDeliveryTakes30To90SecondsAndLosesNothing() {
    var fleet = demo(8);
    var uniform = fleet.emissions(Delivery.UNIFORM);

    assertThat(uniform)
        .allSatisfy(
            e ->
                assertThat(Duration.between(e.at(), e.deliveredAt()))
                    .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(90)))
        .isSortedAccordingTo(Comparator.comparing(Emission::deliveredAt));
    assertThat(sorted(fleet.emissions(Delivery.LOGNORMAL))).isEqualTo(sorted(uniform));
  }

  private static List<LogRecord> sorted(List<Emission> emissions) {
    return emissions.stream().map(Emission::record).sorted(LogRecord.ORDER).toList();
  }

  @Test
  void labelsAreSettledWhateverElseIsSaid() {
    var scenario = Scenario.demo(4, START, Duration.ofMinutes(20));
    var busy = new Scenario.Traffic(30, Delivery.LOGNORMAL, 8, false);

    assertThat(Fleet.of(scenario.withTraffic(busy)).labels())
        .isEqualTo(Fleet.of(scenario).labels());
  }

  @ParameterizedTest
  @EnumSource(Delivery.class)
  void medianDeliveryTakesAboutAMinute(Delivery delivery) {
    var delays =
        demo(8).emissions(delivery).stream()
            .map(e -> Duration.between(e.at(), e.deliveredAt()))
            .sorted()
            .toList();

    assertThat(delays.get(delays.size() / 2))
        .isBetween(Duration.ofSeconds(56), Duration.ofSeconds(68));
  }

  @Test
  void oneGatewaysRecordsAreSpreadOverAllPartitions() {
    var fleet = demo(13);
    var first = fleet.gateways().getFirst();

    var partitions =
        fleet.emissions().stream()
            .filter(e -> e.record().gateway().equals(first))
            .map(Emission::partition)
            .distinct();

    assertThat(partitions).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void mostOfWhatIsSaidIsRoutineOfIke() {
    var fleet = Fleet.of(Scenario.healthy(21, START, 12, 1));
    var records = fleet.emissions();
    long ike =
        records.stream().filter(e -> e.record().operationName().equals("IKELogEvent")).count();
    double perMinute = records.size() / (12 * 60.0);

    assertThat(fleet.labels()).isEmpty();
    assertThat(ike).isGreaterThan(records.size() * 8L / 10);
    assertThat(perMinute).isBetween(13.0, 17.0);
    assertThat(records)
        .noneMatch(e -> e.record().operationName().contains("Disconnected"))
        .filteredOn(e -> e.record().text().contains("NEGOTIATION_FAILED"))
        .as("of strangers alone")
        .allMatch(e -> e.record().text().contains("[Remote] 198.19."));
  }

  @Test
  void recordsAreOfTheGatewaysOfTheFleetAndInsideItsTime() {
    var fleet = demo(34);
    var known = new HashSet<>(fleet.gateways());
    var scenario = fleet.scenario();

    assertThat(fleet.emissions())
        .allSatisfy(
            e -> {
              assertThat(known).contains(e.record().gateway());
              assertThat(e.at()).isBefore(scenario.start().plus(scenario.length()));
              assertThat(e.at()).isAfterOrEqualTo(scenario.start());
            });
  }

  @Test
  void textsHoldDocumentationAndPrivateAddressesOnly() {
    var ranges = List.of("192.0.2.", "198.51.100.", "203.0.113.", "10.", "172.", "0.", "255.");
    var address = Pattern.compile("(?<![0-9.])\\d{1,3}(\\.\\d{1,3}){3}(?![0-9.])");

    for (var emission : demo(55).emissions()) {
      assertThat(address.matcher(emission.record().text()).results())
          .allSatisfy(
              found -> assertThat(ranges).anyMatch(range -> found.group().startsWith(range)));
    }
  }
}
