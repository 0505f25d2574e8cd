package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Severity;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Faults that can hardly be told apart, so that accuracy knows what a rule costs. */
class HardToTellTest {

  /** Whoever does not say why has a change before the loss; who says DPD a DPD time before it. */
  @Test
  void aChangeThatTheGatewayDoesNotGiveAsTheReasonComesBeforeTheLoss() {
    int silences = 0;
    for (var label : unsaid()) {
      assertThat(FaultsTest.operation(label, "SetConnectionConfiguration"))
          .singleElement()
          .satisfies(
              set -> {
                var lag = Duration.between(set.at(), label.span().startedAt());
                assertThat(lag).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(150));
                if (FaultsTest.texts(label, Category.TUNNEL).getFirst().contains("DPD timed out")) {
                  assertThat(lag).isGreaterThan(Duration.ofSeconds(15));
                }
              });
      silences += FaultsTest.texts(label, Category.TUNNEL).getFirst().contains("DPD") ? 1 : 0;
      assertThat(label.acceptable()).containsExactly(Cause.CONFIGURATION_CHANGE);
    }
    assertThat(silences).as("losses found by DPD").isPositive();
  }

  /** Of more fleets than the other tests need: few of these losses are found by DPD. */
  private static List<Label> unsaid() {
    return LongStream.rangeClosed(7, 26)
        .mapToObj(seed -> Fleet.of(Scenario.all(seed, Scenario.DEFAULT_START, 12, 6)))
        .flatMap(fleet -> fleet.labels().stream())
        .filter(label -> label.kind().equals(LabelJson.word(FaultKind.CHANGE_UNSAID)))
        .toList();
  }

  /** It is on the gateway within two minutes before DPD ran out, and no evidence of that. */
  @Test
  void aChangeOfSomethingElseIsNoPartOfASilence() {
    int changes = 0;
    for (var fleet : FaultsTest.FLEETS) {
      for (var label : fleet.labels()) {
        if (label.kind().equals(LabelJson.word(FaultKind.SILENT_BESIDE_CHANGE))) {
          assertThat(FaultsTest.texts(label, Category.GATEWAY)).isEmpty();
          assertThat(label.cause()).isEqualTo(Cause.PEER_UNREACHABLE);
          assertThat(label.acceptable()).containsExactly(Cause.PEER_UNREACHABLE);
          var lost = label.span().startedAt();
          changes +=
              (int)
                  fleet.emissions().stream()
                      .map(Emission::record)
                      .filter(r -> r.operationName().equals("SetConnectionConfiguration"))
                      .filter(r -> label.scope().gateways().contains(r.gateway()))
                      .filter(r -> r.at().isBefore(lost) && r.at().isAfter(lost.minusSeconds(119)))
                      .map(LogRecord::at)
                      .distinct()
                      .count();
        }
      }
    }
    assertThat(changes).isEqualTo(FaultsTest.ofKind(FaultKind.SILENT_BESIDE_CHANGE).size());
  }

  @Test
  void longStrokesAreLongEachAndMinutesApart() {
    for (var label : FaultsTest.ofKind(FaultKind.LONG_STROKES)) {
      var down = FaultsTest.operation(label, "TunnelDisconnected");
      assertThat(down.size()).isBetween(6, 18);
      assertThat(FaultsTest.length(label))
          .isBetween(Duration.ofMinutes(10), Duration.ofMinutes(38));
      assertThat(label.verdict().severity()).isNotEqualTo(Severity.INFO);
    }
  }
}
