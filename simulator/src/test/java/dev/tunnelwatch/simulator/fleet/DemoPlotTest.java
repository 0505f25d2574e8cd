package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The demo's faults, on 20 seeds and both lengths that the demo has. */
class DemoPlotTest {

  private static final Instant START = Instant.parse("2026-05-04T09:30:00Z");

  /** Confirm (30 s), the delay D (60 s) and the slowest delivery (90 s). */
  private static final Duration UNTIL_PAGED = Duration.ofMinutes(3);

  static Stream<Arguments> demos() {
    return IntStream.rangeClosed(1, 20)
        .boxed()
        .flatMap(seed -> Stream.of(20, 40).map(minutes -> Arguments.of(seed, minutes)));
  }

  private static List<Label> labels(long seed, long minutes) {
    var scenario = Scenario.demo(seed, START, Duration.ofMinutes(minutes));
    return Plan.of(scenario, Estate.of(12)).stream().map(Fault::label).toList();
  }

  @ParameterizedTest
  @MethodSource("demos")
  void sixCausesAndABlipStrikeGatewaysOfTheirOwn(long seed, long minutes) {
    var labels = labels(seed, minutes);
    var faults = labels.stream().filter(label -> !label.blip()).toList();

    assertThat(faults)
        .extracting(Label::cause)
        .containsExactlyInAnyOrder(
            Cause.SITE_OUTAGE,
            Cause.PLANNED_MAINTENANCE,
            Cause.CONFIGURATION_CHANGE,
            Cause.IKE_AUTHENTICATION,
            Cause.PEER_UNREACHABLE,
            Cause.BGP_SESSION_LOST);
    assertThat(labels).hasSize(7);
    assertThat(labels.stream().flatMap(l -> l.scope().gateways().stream()))
        .doesNotHaveDuplicates()
        .hasSize(8);
  }

  @ParameterizedTest
  @MethodSource("demos")
  void whatMustPageCanPageWhileItLasts(long seed, long minutes) {
    var end = START.plus(Duration.ofMinutes(minutes));
    var paging = labels(seed, minutes).stream().filter(l -> l.verdict().page()).toList();

    assertThat(paging)
        .extracting(Label::cause)
        .containsExactlyInAnyOrder(
            Cause.SITE_OUTAGE, Cause.PEER_UNREACHABLE, Cause.IKE_AUTHENTICATION);
    assertThat(paging)
        .allSatisfy(
            label ->
                assertThat(label.span().startedAt().plus(UNTIL_PAGED))
                    .isBefore(label.span().endedAt().orElse(end)));
  }

  @ParameterizedTest
  @MethodSource("demos")
  void onsetsAreEarlyAndEndsCanStillBeSeen(long seed, long minutes) {
    var length = Duration.ofMinutes(minutes);
    var labels = labels(seed, minutes);

    assertThat(labels)
        .allSatisfy(
            l -> {
              assertThat(l.span().startedAt())
                  .isBefore(START.plus(length.multipliedBy(55).dividedBy(100)));
              assertThat(l.span().endedAt().orElse(START))
                  .isBefore(START.plus(length.multipliedBy(80).dividedBy(100)));
            });
    assertThat(labels)
        .filteredOn(l -> l.span().endedAt().isEmpty())
        .extracting(Label::cause)
        .containsExactly(Cause.IKE_AUTHENTICATION);
  }

  @ParameterizedTest
  @MethodSource("demos")
  void whatMustNotPageIsOverAtOnceOrLeavesAWay(long seed, long minutes) {
    for (var label : labels(seed, minutes)) {
      var length =
          Duration.between(label.span().startedAt(), label.span().endedAt().orElse(Instant.MAX));
      if (label.blip()) {
        assertThat(length).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(21));
        assertThat(label.verdict()).isEqualTo(new Label.Verdict(Severity.INFO, false));
      } else if (label.cause() == Cause.CONFIGURATION_CHANGE) {
        assertThat(length).isLessThan(Duration.ofSeconds(30));
        assertThat(label.verdict()).isEqualTo(new Label.Verdict(Severity.INFO, false));
      } else if (!label.verdict().page()) {
        assertThat(label.redundancy()).allSatisfy(r -> assertThat(r.up()).isPositive());
        assertThat(label.verdict().severity()).isIn(Severity.WARNING, Severity.INFO);
      }
    }
  }
}
