package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullPlotTest {

  private static List<Label> labels(long seed, int gateways, int hours) {
    var scenario = Scenario.all(seed, Scenario.DEFAULT_START, gateways, hours);
    return Plan.of(scenario, Estate.of(gateways)).stream().map(Fault::label).toList();
  }

  @ParameterizedTest
  @CsvSource({"7,12,6", "11,12,6", "1,12,6", "2,12,6", "4,50,24", "5,100,6"})
  void everyKindStrikesAtLeastOnce(long seed, int gateways, int hours) {
    assertThat(labels(seed, gateways, hours))
        .as("seed %d", seed)
        .extracting(label -> label.kind())
        .contains(
            Arrays.stream(FaultKind.values())
                .filter(kind -> !kind.apart())
                .map(LabelJson::word)
                .toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({"7,12,6", "11,12,6", "4,50,24"})
  void aSiteIsLeftInPeaceBetweenFaults(long seed, int gateways, int hours) {
    Map<Object, Label> before = new HashMap<>();
    for (var label : labels(seed, gateways, hours)) {
      for (var tunnel : label.scope().tunnels()) {
        var last = before.put(tunnel, label);
        // What strikes between the two strikes of maintenance is a scene of its own.
        if (last != null && !last.kind().equals("planned_maintenance")) {
          var end = last.span().endedAt().orElseThrow();
          assertThat(Duration.between(end, label.span().startedAt()))
              .as("seed %d: %s after %s", seed, label.id(), last.id())
              .isGreaterThan(Duration.ofMinutes(12));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"3,6", "6,3", "2,1"})
  void tooSmallAFleetIsRefusedWithSizesThatDo(int gateways, int hours) {
    var refusal = catchThrowable(() -> labels(7, gateways, hours));

    assertThat(refusal)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got " + gateways + " gateways and " + hours + " hours");
    var named =
        Pattern.compile("(\\d+) gateways and (\\d+) hours")
            .matcher(String.valueOf(refusal.getMessage()).split("got", 2)[0]);
    assertThat(named.results())
        .isNotEmpty()
        .allSatisfy(
            size ->
                assertThat(
                        labels(7, Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2))))
                    .isNotEmpty());
  }
}
