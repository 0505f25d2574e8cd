package dev.tunnelwatch.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.model.Condition;
import dev.tunnelwatch.model.ConditionKind;
import dev.tunnelwatch.model.GatewayEvent.TunnelDisconnected;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The laws of rule 2 for the function of rule 1, held as rule 3 says: the engine, driven record by
 * record, is what the naive oracle says after every one of them.
 */
class LawsTest {
  private static final int HISTORIES = 20;
  private static final int IN_A_PROOF = 100;
  private static final Optional<String> HASH = Optional.of("hash");

  /** Order, repeat, split: any permutation with copies, saved and restored at random. */
  @ParameterizedTest
  @EnumSource
  void inAnyOrderItIsWhatTheRulesSayAfterEveryRecord(Scenario scenario) {
    assertThat(Laws.inAnyOrder(scenario, Laws.seed(), HISTORIES).differences()).isEmpty();
  }

  /** Cut: in order of arrival, with evictions, saved and restored at random. */
  @ParameterizedTest
  @EnumSource
  void whatACutLetsGoOfIsNotMissed(Scenario scenario) {
    assertThat(Laws.withCuts(scenario, Laws.seed(), HISTORIES).differences()).isEmpty();
  }

  /** Repeat: all of it again, and once more after a save, changes nothing. */
  @ParameterizedTest
  @EnumSource
  void hearingItAllAgainChangesNothing(Scenario scenario) {
    inEach(
        i -> {
          var random = new SplittableRandom(Laws.seed() + i);
          var told = History.random(random, scenario);
          var asOf = Story.TEN.plusSeconds(random.nextInt(400_000));
          var engine = GatewayEngine.empty(Cast.WEU);
          told.all().forEach(heard -> heard.tell(engine));
          var once = engine.incidents(scenario.topology(), HASH, asOf);

          assertThat(told.all()).noneMatch(heard -> heard.tell(engine));
          var restored = GatewayEngine.restored(engine.memory());
          assertThat(told.all()).noneMatch(heard -> heard.tell(restored));

          assertThat(restored.incidents(scenario.topology(), HASH, asOf))
              .as("%s, seed %d", scenario, Laws.seed() + i)
              .isEqualTo(once);
        });
  }

  /** Nothing changes before the instant that the result names. */
  @ParameterizedTest
  @EnumSource
  void resultHoldsUntilItsNextChange(Scenario scenario) {
    inEach(
        i -> {
          var random = new SplittableRandom(Laws.seed() + i);
          var evidence = EvidenceSet.empty(Cast.WEU);
          History.random(random, scenario).events().forEach(evidence::add);
          var asOf = Story.TEN.plusSeconds(random.nextInt(3_000));

          var now = incidents(evidence, scenario, asOf);
          var until =
              now.nextChange().map(next -> next.minusMillis(1)).orElse(asOf.plusSeconds(999_999));

          assertThat(incidents(evidence, scenario, until).incidents())
              .as("%s, seed %d", scenario, Laws.seed() + i)
              .isEqualTo(now.incidents());
        });
  }

  /** Silence: rekeys, answered DPD, closed old SAs and refreshed routes are no incident. */
  @ParameterizedTest
  @EnumSource
  void healthyGatewayGivesNone(Scenario scenario) {
    inEach(
        i -> {
          var engine = GatewayEngine.empty(Cast.WEU);
          History.healthy(new SplittableRandom(Laws.seed() + i), scenario)
              .all()
              .forEach(heard -> heard.tell(engine));

          assertThat(
                  engine
                      .incidents(scenario.topology(), HASH, Story.TEN.plus(Duration.ofHours(30)))
                      .incidents())
              .as("%s, seed %d", scenario, Laws.seed() + i)
              .isEmpty();
        });
  }

  /** Cover: whenever a record says that a tunnel went, an incident was on that says so. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.INCLUDE,
      names = {"ACTIVE_ACTIVE", "SEVERAL_DEVICES", "FLAPPING", "COMPOUND", "DAYS", "TOGETHER"})
  void everyLossIsInAnIncident(Scenario scenario) {
    inEach(
        i -> {
          var told = History.random(new SplittableRandom(Laws.seed() + i), scenario);
          var evidence = EvidenceSet.empty(Cast.WEU);
          told.events().forEach(evidence::add);
          var asOf = Story.TEN.plus(Duration.ofDays(30));
          var conditions =
              incidents(evidence, scenario, asOf).incidents().stream()
                  .flatMap(found -> found.incident().conditions().stream())
                  .filter(condition -> condition.kind() == ConditionKind.TUNNEL_DOWN)
                  .toList();

          var said = evidence.said(scenario.topology()).tunnels;
          said.forEach(
              (tunnel, records) ->
                  records.stream()
                      .filter(TunnelDisconnected.class::isInstance)
                      .forEach(
                          lost ->
                              assertThat(conditions)
                                  .as("%s, seed %d: %s", scenario, Laws.seed(), lost)
                                  .anyMatch(
                                      condition ->
                                          condition.entity().equals(tunnel.label())
                                              && isAbout(condition, lost.at()))));
        });
  }

  /** Whatever has come so far: an incident has its words, and something that was lost or failed. */
  @ParameterizedTest
  @EnumSource
  void everyIncidentIsToldAndIsAboutSomething(Scenario scenario) {
    inEach(
        i -> {
          var random = new SplittableRandom(Laws.seed() + i);
          var evidence = EvidenceSet.empty(Cast.WEU);
          for (var event : History.random(random, scenario).events()) {
            evidence.add(event);
            if (random.nextInt(4) == 0) {
              var asOf = event.at().plusSeconds(random.nextInt(3_000));
              assertThat(incidents(evidence, scenario, asOf).incidents())
                  .as("%s, seed %d", scenario, Laws.seed() + i)
                  .extracting(found -> found.incident())
                  .allMatch(told -> !told.wording().title().isBlank())
                  .allMatch(told -> !told.wording().explanation().isBlank())
                  .allMatch(told -> told.conditions().stream().anyMatch(LawsTest::isSomething));
            }
          }
        });
  }

  private static void inEach(IntConsumer history) {
    IntStream.range(0, HISTORIES).parallel().forEach(history);
  }

  private static boolean isSomething(Condition condition) {
    return switch (condition.kind()) {
      case TUNNEL_DOWN, IKE_FAILING, BGP_SESSION_DOWN, ROUTES_WITHDRAWN -> true;
      default -> false;
    };
  }

  /** Records of one second are one loss, whatever their order (rule 7). */
  private static boolean isAbout(Condition condition, Instant at) {
    return !at.isBefore(condition.from().minusSeconds(2))
        && condition.to().filter(to -> at.isAfter(to.plusSeconds(2))).isEmpty();
  }

  private static GatewayResult incidents(EvidenceSet evidence, Scenario scenario, Instant asOf) {
    return GatewayStage.incidents(Cast.WEU, evidence, scenario.topology(), HASH, asOf);
  }

  /**
   * With {@code -Dlaws.histories=1000} so many per scenario, and what came of it is written down; a
   * run that was ended is gone on with. Else all scenarios but those of strokes that come again:
   * their histories are long, and twenty of each are told above.
   */
  @Tag("proof")
  @Test
  void manyHistories() {
    boolean onDemand = System.getProperty("laws.histories") != null;
    int histories = Integer.getInteger("laws.histories", IN_A_PROOF);
    var proof = new LawsProof(Laws.seed() + 1, histories);
    if (onDemand) {
      proof.goOn();
    }
    for (var scenario : Scenario.values()) {
      if (onDemand || !scenario.isOfStrokes()) {
        proof.tell(scenario);
      }
      if (onDemand) {
        proof.write();
      }
    }
    assertThat(proof.differences()).isEmpty();
  }
}
