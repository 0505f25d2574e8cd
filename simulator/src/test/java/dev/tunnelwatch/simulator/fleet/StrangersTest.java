package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who is at a gateway's door and has no tunnel there. */
class StrangersTest {
  private static final long SEED = 5;
  private static final Fleet FLEET = Fleet.of(Scenario.all(SEED, Scenario.DEFAULT_START, 24, 6));

  private static List<LogRecord> saying(String text) {
    return FLEET.emissions().stream()
        .map(Emission::record)
        .filter(record -> record.json().contains(text))
        .toList();
  }

  @Test
  void scannersAreTurnedDownOnMostGateways() {
    var refused =
        saying("Remote 198.19.").stream().filter(r -> r.json().contains("Policy")).toList();

    assertThat(refused.stream().map(LogRecord::gateway).collect(Collectors.toSet()))
        .as("seed %d", SEED)
        .hasSizeGreaterThan(12);
  }

  /** Below IKE the same is said without a name. */
  @Test
  void someOfItIsSaidOnceMoreWithoutAnAddress() {
    assertThat(saying("error 13868"))
        .as("seed %d", SEED)
        .anyMatch(record -> !record.json().contains("Remote"));
  }

  @Test
  void clientsAreOfGatewaysThatPeopleDialInTo() {
    var clients = saying("IKEv2-P2S");

    assertThat(clients).as("seed %d", SEED).isNotEmpty();
    assertThat(clients)
        .allMatch(
            record ->
                saying("P2SLogEvent").stream().anyMatch(r -> r.gateway().equals(record.gateway())));
  }

  @Test
  void noneOfItIsEvidenceOfAFault() {
    var strange = saying("198.19.").stream().map(Label.Line::of).collect(Collectors.toSet());

    assertThat(FLEET.labels()).flatExtracting(Label::evidence).doesNotContainAnyElementsOf(strange);
  }
}
