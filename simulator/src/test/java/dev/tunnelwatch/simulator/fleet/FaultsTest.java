package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Category;
import dev.tunnelwatch.model.Cause;
import dev.tunnelwatch.model.Instance;
import dev.tunnelwatch.model.Severity;
import dev.tunnelwatch.model.SiteState;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault makes its gateways write what the documents say they write. */
class FaultsTest {

  private static final Fleet FLEET = Fleet.of(Scenario.all(7, Scenario.DEFAULT_START, 12, 6));

  private static Stream<Label> labels() {
    return FLEET.labels().stream();
  }

  static Stream<Named<Label>> named() {
    return labels().map(label -> Named.of(label.id(), label));
  }

  private static List<Label> ofKind(String kind) {
    var found = labels().filter(label -> label.kind().equals(kind)).toList();
    assertThat(found).isNotEmpty();
    return found;
  }

  private static List<String> operations(Label label) {
    return label.evidence().stream().map(Label.Line::operationName).toList();
  }

  private static List<String> texts(Label label, Category category) {
    return label.evidence().stream()
        .filter(line -> line.category() == category)
        .map(Label.Line::text)
        .toList();
  }

  @Test
  void everyLineOfEvidenceWasEmitted() {
    var emitted =
        FLEET.emissions().stream()
            .filter(e -> Category.named(e.record().category()).isPresent())
            .map(e -> Label.Line.of(e.record()))
            .collect(Collectors.toCollection(HashSet::new));

    assertThat(labels().flatMap(label -> label.evidence().stream())).allMatch(emitted::contains);
  }

  @Test
  void everyLossInTheLogsIsInALabel() {
    var labelled = labels().flatMap(label -> label.evidence().stream()).collect(Collectors.toSet());

    assertThat(FLEET.emissions())
        .filteredOn(e -> e.record().operationName().contains("Disconnected"))
        .isNotEmpty()
        .allMatch(e -> labelled.contains(Label.Line.of(e.record())));
  }

  @ParameterizedTest
  @MethodSource("named")
  void lossesAndReturnsAreWhereTheLabelSays(Label label) {
    var down =
        label.evidence().stream()
            .filter(
                l -> l.operationName().contains("Disconnected") || l.text().contains("withdrawn"))
            .toList();
    var up =
        label.evidence().stream()
            .filter(
                l ->
                    l.operationName().equals("TunnelConnected")
                        || l.operationName().equals("BgpConnectedEvent")
                        || l.text().contains("announced"))
            .toList();

    assertThat(down.getFirst().at()).isEqualTo(label.span().startedAt());
    assertThat(Duration.between(label.span().endedAt().orElseThrow(), up.getLast().at()).abs())
        .isLessThan(Duration.ofSeconds(5));
    assertThat(label.verdict().page()).isEqualTo(label.verdict().severity() == Severity.CRITICAL);
  }

  @ParameterizedTest
  @MethodSource("named")
  void tunnelsLostAreTheTunnelsLabelled(Label label) {
    var lost =
        label.evidence().stream()
            .filter(line -> line.operationName().equals("TunnelDisconnected"))
            .map(line -> line.gateway() + " " + line.text().split(" ", 3)[1])
            .collect(Collectors.toSet());

    assertThat(lost)
        .isEqualTo(
            label.scope().tunnels().stream()
                .map(t -> t.gateway() + " " + t.remoteIp())
                .collect(Collectors.toSet()));
  }

  @Test
  void aSilentPeerRunsIntoDpdAndUnansweredAttempts() {
    for (var label : ofKind("peer_unreachable")) {
      assertThat(texts(label, Category.TUNNEL).getFirst())
          .containsAnyOf("DPD timed out", "peer stopped responding");
      assertThat(texts(label, Category.IKE))
          .anyMatch(text -> text.contains("Negotiation timed out"));
    }
  }

  @Test
  void aSiteOutageIsSeenFromTwoGatewaysAtOnce() {
    for (var label : ofKind("site_outage")) {
      assertThat(label.scope().gateways()).hasSize(2);
      assertThat(label.scope().sites()).hasSize(1);
      assertThat(label.redundancy()).allMatch(r -> r.worst() == SiteState.LOST);
      assertThat(label.scope().tunnels().stream().map(t -> t.remoteIp()).distinct()).hasSize(1);
    }
  }

  @Test
  void refusalsNameWhatWasRefused() {
    assertThat(ofKind("ike_authentication"))
        .allSatisfy(
            l ->
                assertThat(texts(l, Category.IKE))
                    .anyMatch(t -> t.contains("Notify Message - Authentication failed"))
                    .anyMatch(t -> t.contains("credentials are unacceptable")));
    assertThat(ofKind("ike_policy_mismatch"))
        .allSatisfy(
            l ->
                assertThat(texts(l, Category.IKE))
                    .anyMatch(t -> t.contains("Notify Message - Policy Mismatch"))
                    .anyMatch(t -> t.contains("Policy match error")));
    assertThat(ofKind("ike_traffic_selectors"))
        .allSatisfy(
            l ->
                assertThat(texts(l, Category.IKE))
                    .anyMatch(t -> t.contains("Traffic selectors unacceptable")));
  }

  @Test
  void maintenanceIsAnnouncedAndStrikesOneInstanceAfterTheOther() {
    for (var label : ofKind("planned_maintenance")) {
      var hosts =
          label.evidence().stream()
              .filter(line -> line.operationName().equals("HostMaintenanceEvent"))
              .toList();

      assertThat(hosts).hasSize(2);
      assertThat(Duration.between(hosts.getFirst().at(), hosts.getLast().at()))
          .isBetween(Duration.ofMinutes(15), Duration.ofMinutes(45));
      assertThat(Duration.between(hosts.getFirst().at(), label.span().startedAt()))
          .isBetween(Duration.ZERO, Duration.ofMinutes(2));
      assertThat(label.scope().tunnels().stream().map(t -> t.instance()).distinct()).hasSize(2);
    }
  }

  @Test
  void aConfigurationIsSetBeforeItsTunnelsAreRebuilt() {
    for (var label : ofKind("configuration_change")) {
      assertThat(operations(label).getFirst()).isEqualTo("SetConnectionConfiguration");
      assertThat(texts(label, Category.TUNNEL).getFirst()).containsIgnoringCase("changed");
    }
  }

  @Test
  void routingFaultsLeaveTheTunnelsUp() {
    for (var kind : List.of("bgp_session_lost", "routes_withdrawn")) {
      for (var label : ofKind(kind)) {
        assertThat(texts(label, Category.TUNNEL)).isEmpty();
        assertThat(texts(label, Category.ROUTE)).anyMatch(t -> t.contains("withdrawn"));
        assertThat(operations(label).contains("BgpDisconnectedEvent"))
            .isEqualTo(label.cause() == Cause.BGP_SESSION_LOST);
        assertThat(label.redundancy()).allMatch(r -> r.worst() == SiteState.FULL);
      }
    }
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
  void peersRestartOrClose() {
    assertThat(ofKind("peer_restarted"))
        .allSatisfy(
            l -> assertThat(texts(l, Category.TUNNEL)).anyMatch(t -> t.contains("RemoteCrash")));
    assertThat(ofKind("peer_closed"))
        .allSatisfy(
            l -> {
              assertThat(texts(l, Category.TUNNEL)).anyMatch(t -> t.contains("RemotelyTriggered"));
              assertThat(texts(l, Category.IKE))
                  .anyMatch(t -> t.contains("peer sent a main mode delete"));
            });
  }

  @Test
  void anUnstablePathIsLostAtLeastSixTimesWithinTenMinutes() {
    for (var label : ofKind("path_unstable")) {
      assertThat(operations(label).stream().filter("TunnelDisconnected"::equals).count())
          .isBetween(6L, 8L);
      assertThat(Duration.between(label.span().startedAt(), label.span().endedAt().orElseThrow()))
          .isLessThan(Duration.ofMinutes(11));
    }
  }

  @Test
  void aFailoverTakesAllTunnelsOfOneInstance() {
    for (var label : ofKind("instance_failover")) {
      assertThat(label.scope().tunnels().stream().map(t -> t.instance()).distinct()).hasSize(1);
      assertThat(label.scope().sites()).hasSizeGreaterThan(1);
    }
  }
}
