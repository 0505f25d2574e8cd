package dev.tunnelwatch.simulator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one BGP session an active-standby gateway has with a peer goes where its tunnels go. */
class HandedOnTest {
  private static final FleetGateway GATEWAY =
      Estate.of(12).gateways().stream()
          .filter(g -> !g.activeActive() && g.connections().stream().anyMatch(c -> c.bgpOnly()))
          .findFirst()
          .orElseThrow();
  private static final Instant FROM = Scenario.DEFAULT_START.plus(Duration.ofHours(2));

  private record Story(Fault fault, List<LogRecord> records) {
    List<LogRecord> of(String operation, Instance instance) {
      return records.stream()
          .filter(r -> r.operationName().equals(operation))
          .filter(r -> r.json().contains("GatewayTenantWorker_" + instance.name()))
          .toList();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"STANDBY_TAKEOVER", "ONE_STRIKE"})
  void sessionLeavesTheOldInstanceAndIsSoonOnTheOneThatTakesOver(FaultKind kind) {
    for (var story : stories(kind)) {
      long speakers = GATEWAY.connections().stream().filter(c -> c.bgpDevice().isPresent()).count();
      assertThat(story.of("BgpDisconnectedEvent", Instance.IN_0)).hasSize((int) speakers);
      assertThat(story.of("BgpConnectedEvent", Instance.IN_1)).hasSize((int) speakers);
      assertThat(story.of("BgpDisconnectedEvent", Instance.IN_1)).isEmpty();
      assertThat(story.of("BgpConnectedEvent", Instance.IN_0)).isEmpty();
      for (var session : story.fault().harm().sessions()) {
        assertThat(Duration.between(tunnelBack(story.fault(), session), session.to().orElseThrow()))
            .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(15));
      }
    }
  }

  @Test
  void secondStrikeTakesItBack() {
    for (var story : stories(FaultKind.PLANNED_MAINTENANCE)) {
      for (var instance : Instance.values()) {
        assertThat(story.of("BgpDisconnectedEvent", instance)).isNotEmpty();
        assertThat(story.of("BgpConnectedEvent", instance))
            .hasSameSizeAs(story.of("BgpDisconnectedEvent", instance.other()));
      }
    }
  }

  /** Nobody reads of an end in the order in which things ended. */
  @ParameterizedTest
  @EnumSource(names = {"STANDBY_TAKEOVER", "ONE_STRIKE", "PLANNED_MAINTENANCE"})
  void oldInstanceTellsWithinSecondsOrWhenTheOtherHasIt(FaultKind kind) {
    var sessions =
        stories(kind).stream().flatMap(s -> s.fault().harm().sessions().stream()).toList();
    var late = sessions.stream().filter(s -> s.told().isAfter(s.to().orElseThrow())).toList();

    assertThat(late.size()).isBetween(sessions.size() / 10, sessions.size() / 2);
    assertThat(sessions)
        .filteredOn(s -> !late.contains(s))
        .isNotEmpty()
        .allSatisfy(s -> assertThat(s.told()).isEqualTo(s.from()));
    assertThat(late)
        .allSatisfy(
            s ->
                assertThat(Duration.between(s.from(), s.told()))
                    .isLessThanOrEqualTo(Duration.ofMinutes(3)));
  }

  /** What was told late was over all the same. */
  @ParameterizedTest
  @EnumSource(names = {"STANDBY_TAKEOVER", "ONE_STRIKE"})
  void labelEndsWithTheLastSessionAndWakesNobody(FaultKind kind) {
    for (var story : stories(kind)) {
      var ends = story.fault().harm().sessions().stream().map(s -> s.to().orElseThrow());
      var label = story.fault().label();
      assertThat(label.span().endedAt()).isEqualTo(ends.max(Instant::compareTo));
      assertThat(label.verdict().page()).isFalse();
    }
  }

  private static Instant tunnelBack(Fault fault, Harm.SessionLost session) {
    return fault.harm().tunnels().stream()
        .filter(lost -> lost.tunnel().connection().equals(session.session().connection()))
        .flatMap(lost -> lost.to().stream())
        .findFirst()
        .orElseThrow();
  }

  private static List<Story> stories(FaultKind kind) {
    var stories = new ArrayList<Story>();
    for (long seed : LongStream.rangeClosed(1, 40).toArray()) {
      var scenario = Scenario.all(seed, Scenario.DEFAULT_START, 12, 6);
      var target = new Draft.Target(GATEWAY, GATEWAY.connections().getFirst(), Instance.IN_0);
      var to = FROM.plusSeconds(kind == FaultKind.PLANNED_MAINTENANCE ? 1_800 : 300);
      var fault =
          kind.plan(
              new Draft(
                  kind,
                  LabelJson.word(kind) + "-1",
                  List.of(target),
                  FROM,
                  Optional.of(to),
                  scenario));
      var book = new Logbook(scenario.end());
      var dice = Dice.of(seed, "tell");
      fault.tale().tell(new Narrator(book, dice, new Voice(false, dice.named("words"))));
      stories.add(new Story(fault, List.copyOf(book.records())));
    }
    return stories;
  }
}
