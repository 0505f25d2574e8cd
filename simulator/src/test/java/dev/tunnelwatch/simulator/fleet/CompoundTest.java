package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults at the same time are two in truth, so they must be two for whoever reads the logs. */
class CompoundTest {

  private static List<Label> labels(Scenario.Plot plot, long seed) {
    var name = LabelJson.word(plot);
    var scenario = Scenario.named(name, seed, Scenario.DEFAULT_START, 12, 6).orElseThrow();
    return Plan.of(scenario, Estate.of(12)).stream().map(Fault::label).toList();
  }

  private static boolean meet(Label one, Label other) {
    return one.scope().gateways().stream().anyMatch(other.scope().gateways()::contains)
        && one.span().startedAt().isBefore(other.span().endedAt().orElse(Instant.MAX))
        && other.span().startedAt().isBefore(one.span().endedAt().orElse(Instant.MAX));
  }

  private static boolean onlyTwoSites(Label label) {
    return Estate.of(12).gateways().stream()
        .filter(g -> label.scope().gateways().contains(g.id()))
        .anyMatch(g -> g.connections().stream().map(FleetConnection::site).distinct().count() < 3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatMeetsOnOneGatewayIsAtDifferentSitesAndBeginsApart(long seed) {
    var labels = labels(Scenario.Plot.COMPOUND, seed);
    var meeting = new ArrayList<String>();
    for (var one : labels) {
      for (var other : labels) {
        if (!one.id().equals(other.id()) && meet(one, other)) {
          meeting.add(one.id());
          boolean during =
              one.kind().equals("planned_maintenance")
                  || other.kind().equals("planned_maintenance");
          var sites = new HashSet<>(one.scope().sites());
          sites.retainAll(other.scope().sites());
          assertThat(during || sites.isEmpty())
              .as("seed %d: %s and %s at %s", seed, one.id(), other.id(), sites)
              .isTrue();
          if (onlyTwoSites(one)) {
            assertThat(Duration.between(one.span().startedAt(), other.span().startedAt()).abs())
                .as("seed %d: %s and %s", seed, one.id(), other.id())
                .isGreaterThan(Duration.ofSeconds(20));
          }
        }
      }
    }
    assertThat(meeting).as("seed %d", seed).hasSizeGreaterThan(6);
  }

  @Test
  void eachNamedScenarioHasItsKindsOnly() {
    assertThat(labels(Scenario.Plot.BLIPS, 1)).hasSizeGreaterThan(50).allMatch(Label::blip);
    assertThat(labels(Scenario.Plot.MAINTENANCE, 1))
        .hasSizeGreaterThan(8)
        .allMatch(l -> !l.blip() && !l.verdict().page());
    assertThat(labels(Scenario.Plot.FLAPPING, 1)).extracting(Label::kind).contains("path_unstable");
    assertThat(labels(Scenario.Plot.UNSTABLE, 1))
        .extracting(Label::kind)
        .contains("gateway_unstable", "instance_unstable")
        .hasSizeGreaterThan(8);
    assertThat(labels(Scenario.Plot.HEALTHY, 1)).isEmpty();
    assertThat(labels(Scenario.Plot.JOINED, 1))
        .isNotEmpty()
        .allSatisfy(
            label -> {
              assertThat(label.scope().gateways()).hasSize(2);
              assertThat(label.redundancy()).hasSize(2).allMatch(r -> r.up() == 0);
            });
  }
}
