package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.SiteState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault makes its gateways write what the documents say they write. */
class FaultsTest {

  static final List<Fleet> FLEETS =
      LongStream.of(7, 8, 9)
          .mapToObj(seed -> Fleet.of(Scenario.all(seed, Scenario.DEFAULT_START, 12, 6)))
          .toList();
  private static final Fleet FLEET = FLEETS.getFirst();

  private static Stream<Label> labels() {
    return FLEETS.stream().flatMap(fleet -> fleet.labels().stream());
  }

  static Stream<Named<Label>> named() {
    return FLEETS.stream()
        .flatMap(
            fleet ->
                fleet.labels().stream()
                    .map(l -> Named.of("seed " + fleet.scenario().seed() + ' ' + l.id(), l)));
  }

  static List<Label> ofKind(FaultKind kind) {
    var found = labels().filter(label -> label.kind().equals(LabelJson.word(kind))).toList();
    assertThat(found).isNotEmpty();
    return found;
  }

  static List<Label.Line> operation(Label label, String name) {
    return label.evidence().stream().filter(line -> line.operationName().equals(name)).toList();
  }

  static List<String> texts(Label label, Category category) {
    return label.evidence().stream()
        .filter(line -> line.category() == category)
        .map(Label.Line::text)
        .toList();
  }

  static Duration length(Label label) {
    return Duration.between(label.span().startedAt(), label.span().endedAt().orElseThrow());
  }

  @Test
  void everyLineOfEvidenceThatIsNotLostIsEmitted() {
    var emitted =
        FLEET.emissions().stream()
            .filter(e -> Category.named(e.record().category()).isPresent())
            .map(e -> Label.Line.of(e.record()))
            .collect(Collectors.toCollection(HashSet::new));
    var lines = FLEET.labels().stream().flatMap(label -> label.evidence().stream()).toList();
    long missing = lines.stream().filter(line -> !emitted.contains(line)).count();

    assertThat(missing).isBetween(1L, lines.size() / 100L);
  }

  @Test
  void everyLossInTheLogsIsInALabel() {
    var labelled =
        FLEET.labels().stream()
            .flatMap(label -> label.evidence().stream())
            .collect(Collectors.toSet());

    assertThat(FLEET.emissions())
        .filteredOn(e -> e.record().operationName().contains("Disconnected"))
        .isNotEmpty()
        .allMatch(e -> labelled.contains(Label.Line.of(e.record())));
  }

  @ParameterizedTest
  @MethodSource("named")
  void lossesAndReturnsAreWhereTheLabelSays(Label label) {
    var lines = label.evidence();
    if (label.kind().equals("never_up")) {
      assertThat(lines).allMatch(line -> line.category() == Category.IKE);
      return;
    }
    var down =
        lines.stream()
            .filter(
                l -> l.operationName().contains("Disconnected") || l.text().contains("withdrawn"))
            .toList();
    assertThat(down.getFirst().at()).isEqualTo(label.span().startedAt());
    if (label.kind().equals("tunnel_removed")) {
      assertThat(operation(label, "TunnelConnected")).isEmpty();
      return;
    }
    var up =
        lines.stream()
            .filter(
                l ->
                    l.operationName().equals("TunnelConnected")
                        || l.operationName().equals("BgpConnectedEvent")
                        || l.text().contains("announced"))
            .toList();
    assertThat(Duration.between(label.span().endedAt().orElseThrow(), up.getLast().at()).abs())
        .isLessThan(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @MethodSource("named")
  void tunnelsLostAreTheTunnelsLabelled(Label label) {
    var lost =
        operation(label, "TunnelDisconnected").stream()
            .map(line -> line.gateway() + " " + line.text().split(" ", 3)[1])
            .collect(Collectors.toSet());

    if (!label.kind().equals("never_up")) {
      assertThat(lost)
          .isEqualTo(
              label.scope().tunnels().stream()
                  .map(t -> t.gateway() + " " + t.remoteIp())
                  .collect(Collectors.toSet()));
    }
  }

  /** Counted anew from the lines: a site is without a way while every tunnel to it is down. */
  @ParameterizedTest
  @MethodSource("named")
  void whatPagesWasLostForLongAndWhatDoesNotWasNot(Label label) {
    assertThat(label.verdict().page()).isEqualTo(label.verdict().severity() == Severity.CRITICAL);
    boolean lost = label.redundancy().stream().anyMatch(r -> r.worst() == SiteState.LOST);
    if (label.verdict().page()) {
      assertThat(lost).isTrue();
      assertThat(length(label)).isGreaterThan(Duration.ofSeconds(36));
    } else if (lost && label.cause() != Cause.PATH_UNSTABLE) {
      boolean gateway =
          label.cause() == Cause.PLANNED_MAINTENANCE || label.cause() == Cause.INSTANCE_FAILOVER;
      for (var way : label.redundancy()) {
        var from = way.lostFrom().orElse(Instant.MAX);
        var to = way.lostTo().orElse(Instant.MAX);
        assertThat(Duration.between(from, to)).isLessThan(Duration.ofSeconds(gateway ? 100 : 24));
      }
    }
  }

  @Test
  void aSilentPeerIsToldByDpdOrByUnansweredAttempts() {
    for (var label : ofKind(FaultKind.PEER_UNREACHABLE)) {
      var said = texts(label, Category.TUNNEL).getFirst() + texts(label, Category.IKE);
      assertThat(said)
          .containsAnyOf(
              "DPD timed out", "peer stopped responding", "0x8007363E", "Negotiation timed out");
    }
  }

  @Test
  void aSiteOutageIsSeenFromAllGatewaysOrWithAllDevices() {
    for (var label : ofKind(FaultKind.SITE_OUTAGE)) {
      assertThat(label.scope().gateways()).hasSize(2);
      assertThat(label.scope().sites()).hasSize(1);
      assertThat(label.redundancy()).allMatch(r -> r.worst() == SiteState.LOST);
    }
    for (var label : ofKind(FaultKind.DEVICES_OUTAGE)) {
      assertThat(label.scope().gateways()).hasSize(1);
      assertThat(label.scope().tunnels().stream().map(t -> t.remoteIp()).distinct()).hasSize(2);
      assertThat(label.cause()).isEqualTo(Cause.SITE_OUTAGE);
    }
  }

  @Test
  void refusalsNameWhatWasRefusedInOneOfTheForms() {
    var words =
        List.of(
            Optional.of(FaultKind.IKE_AUTHENTICATION),
            Optional.of(FaultKind.IKE_POLICY_MISMATCH),
            Optional.of(FaultKind.IKE_TRAFFIC_SELECTORS));
    assertThat(words).hasSize(3);
    assertThat(ofKind(FaultKind.IKE_AUTHENTICATION))
        .allSatisfy(
            l ->
                assertThat(l.evidence())
                    .anyMatch(
                        t ->
                            t.text().contains("credentials are unacceptable")
                                || t.text().contains("0x800735E9")
                                || t.text().contains("Authentication failed")));
    assertThat(ofKind(FaultKind.IKE_POLICY_MISMATCH))
        .allSatisfy(
            l ->
                assertThat(l.evidence())
                    .anyMatch(
                        t ->
                            t.text().contains("Policy match error")
                                || t.text().contains("0x8007362C")
                                || t.text().contains("KE payload")));
    assertThat(ofKind(FaultKind.IKE_TRAFFIC_SELECTORS))
        .allSatisfy(
            l ->
                assertThat(l.evidence())
                    .anyMatch(t -> t.text().contains("Traffic selectors unacceptable")));
  }

  @Test
  void maintenanceIsAnnouncedAndStrikesOneInstanceAfterTheOther() {
    for (var label : ofKind(FaultKind.PLANNED_MAINTENANCE)) {
      var announced =
          label.evidence().stream().filter(l -> l.category() == Category.GATEWAY).toList();

      assertThat(announced).isNotEmpty();
      assertThat(Duration.between(announced.getFirst().at(), label.span().startedAt()))
          .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(60));
      assertThat(label.scope().tunnels().stream().map(t -> t.instance()).distinct()).hasSize(2);
      assertThat(length(label)).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(45));
    }
    for (var label : ofKind(FaultKind.ONE_STRIKE)) {
      assertThat(label.scope().tunnels().stream().map(t -> t.instance()).distinct()).hasSize(1);
    }
  }

  @Test
  void aChangeIsToldByARecordOrByTheReason() {
    for (var label : ofKind(FaultKind.CONFIGURATION_CHANGE)) {
      assertThat(operation(label, "SetConnectionConfiguration")).hasSize(1);
    }
    for (var label : ofKind(FaultKind.GATEWAY_RECONFIGURED)) {
      assertThat(operation(label, "SetGatewayConfiguration")).hasSize(1);
      assertThat(label.scope().sites()).hasSizeGreaterThan(1);
    }
    for (var label : ofKind(FaultKind.SETTING_CHANGED)) {
      assertThat(texts(label, Category.GATEWAY)).isEmpty();
      assertThat(texts(label, Category.TUNNEL).getFirst()).containsIgnoringCase("changed");
    }
  }

  @Test
  void bgpAloneLeavesTheTunnelsUp() {
    Stream.of(FaultKind.BGP_SESSION_LOST, FaultKind.ROUTES_WITHDRAWN)
        .flatMap(kind -> ofKind(kind).stream())
        .forEach(
            label -> {
              assertThat(texts(label, Category.TUNNEL)).isEmpty();
              assertThat(operation(label, "BgpDisconnectedEvent").isEmpty())
                  .isEqualTo(label.cause() == Cause.ROUTES_WITHDRAWN);
              assertThat(label.verdict().severity()).isNotEqualTo(Severity.INFO);
            });
  }

  @Test
  void theHoldTimerEndsBgpWithinThreeMinutesOfTheLoss() {
    var dice = Dice.of(7, "hold");
    var gateway = Estate.of(12).gateways().getFirst();
    var tunnels = gateway.tunnels(gateway.connections().getFirst(), Instance.IN_0);
    var from = Scenario.DEFAULT_START;
    var losses =
        tunnels.stream()
            .map(t -> Harm.Lost.of(t, from, Optional.empty()).silentSince(from.minusSeconds(45)))
            .toList();

    var harm = Harm.withSessions(losses, dice);

    assertThat(harm.sessions())
        .hasSize(2)
        .allSatisfy(
            s ->
                assertThat(Duration.between(from, s.from()))
                    .isBetween(Duration.ofSeconds(75), Duration.ofSeconds(135)));
  }

  @Test
  void anSaThatIsNotRenewedIsLostAtTheAgeOfItsLifetime() {
    for (var label : ofKind(FaultKind.REKEY_FAILURE)) {
      var begun = label.evidence().getFirst();
      var age = Duration.between(begun.at(), label.span().startedAt());

      assertThat(begun.text())
          .containsAnyOf("Traffic Selector payload request", "QM rekey completed");
      assertThat(List.of(3_600, 7_200, 14_400))
          .anySatisfy(
              lifetime ->
                  assertThat((double) age.toSeconds()).isBetween(lifetime * 0.98, lifetime * 1.02));
    }
  }

  @Test
  void peersRestartOrClose() {
    assertThat(ofKind(FaultKind.PEER_RESTARTED))
        .allSatisfy(
            l -> assertThat(texts(l, Category.TUNNEL)).anyMatch(t -> t.contains("RemoteCrash")));
    assertThat(ofKind(FaultKind.PEER_CLOSED))
        .allSatisfy(
            l ->
                assertThat(l.evidence())
                    .anyMatch(
                        t ->
                            t.text().contains("RemotelyTriggered")
                                || t.text().contains("peer sent a main mode delete")));
  }

  @Test
  void anUnstablePathIsLostAtLeastSixTimesWithinTheQuarterHour() {
    for (var label : ofKind(FaultKind.PATH_UNSTABLE)) {
      assertThat(operation(label, "TunnelDisconnected").size()).isBetween(6, 24);
      assertThat(length(label)).isLessThan(Duration.ofMinutes(18));
    }
    for (var label : ofKind(FaultKind.UNSTABLE_THEN_LOST)) {
      assertThat(label.acceptable()).contains(Cause.PATH_UNSTABLE, Cause.PEER_UNREACHABLE);
      assertThat(length(label)).isGreaterThan(Duration.ofMinutes(25));
    }
  }

  /** Whoever measures how long a page took has to know which of many losses it is for. */
  @Test
  void labelThatDeservesAPageSaysOfWhichLoss() {
    for (var label : ofKind(FaultKind.UNSTABLE_THEN_LOST)) {
      var from = label.verdict().pageFrom();
      assertThat(from.isPresent()).isEqualTo(label.verdict().page());
      assertThat(from.filter(label.span().startedAt()::isBefore)).isEqualTo(from);
    }
    for (var label : ofKind(FaultKind.PEER_UNREACHABLE)) {
      var lost = label.redundancy().getFirst().lostFrom();
      assertThat(label.verdict().pageFrom()).isEqualTo(lost.filter(_ -> label.verdict().page()));
    }
  }

  @Test
  void aFailoverTakesAllTunnelsOfOneInstance() {
    for (var label : ofKind(FaultKind.INSTANCE_FAILOVER)) {
      assertThat(label.scope().tunnels().stream().map(t -> t.instance()).distinct()).hasSize(1);
      assertThat(label.scope().sites()).hasSizeGreaterThan(1);
      assertThat(length(label)).isBetween(Duration.ofSeconds(55), Duration.ofSeconds(140));
    }
    for (var label : ofKind(FaultKind.GATEWAY_OUTAGE)) {
      assertThat(label.scope().sites()).hasSizeGreaterThan(1);
      assertThat(label.verdict().page()).isTrue();
    }
  }

  @Test
  void aBlipIsOverInTwentySecondsAndWakesNobody() {
    assertThat(ofKind(FaultKind.BLIP))
        .allSatisfy(
            l -> {
              assertThat(length(l)).isLessThan(Duration.ofSeconds(22));
              assertThat(l.verdict()).isEqualTo(new Label.Verdict(Severity.INFO, false));
            });
  }
}
