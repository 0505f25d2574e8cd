package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.OSLO_1;
import static dev.tunnelwatch.correlation.Cast.OSLO_2;
import static dev.tunnelwatch.correlation.Cast.TOKYO;
import static dev.tunnelwatch.correlation.Cast.WEU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.correlation.oracle.GatewayOracle;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Incident.RejectedCause;
import dev.tunnelwatch.model.Presence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The laws <i>order</i> and <i>repeat</i>, and that the engine is what the rules say (rules 2, 3).
 */
class LawsTest {
  private static final int HISTORIES = 80;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13})
  void anyPrefixInAnyOrderAtAnyTimeIsWhatTheRulesSay(long seed) {
    for (int i = 0; i < HISTORIES; i++) {
      var random = new SplittableRandom(1_000 * seed + i);
      var topology = topology(random);
      var told = History.random(random, story(topology));
      var heard = shuffled(told.events(), random.nextLong());
      var evidence = EvidenceSet.empty(WEU);
      told.presences().forEach(evidence::add);

      for (int n = 0; n < heard.size(); n++) {
        evidence.add(heard.get(n));
        if (random.nextInt(4) == 0 || n == heard.size() - 1) {
          var asOf = Story.TEN.plusSeconds(random.nextInt(6_000));
          assertSame(
              engine(evidence, topology, asOf),
              oracle(heard.subList(0, n + 1), told.presences(), topology, asOf),
              "seed %d, history %d, after %d at %s".formatted(seed, i, n + 1, asOf));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 34, 55})
  void orderAndRepetitionChangeNothing(long seed) {
    for (int i = 0; i < HISTORIES; i++) {
      var random = new SplittableRandom(1_000 * seed + i);
      var topology = topology(random);
      var told = History.random(random, story(topology));
      var asOf = Story.TEN.plusSeconds(random.nextInt(6_000));
      var twice = new ArrayList<>(told.events());
      twice.addAll(told.events());

      var once = incidents(told.events(), told.presences(), topology, asOf);
      var again = incidents(shuffled(twice, random.nextLong()), told.presences(), topology, asOf);

      assertThat(again).as("seed %d, history %d at %s", seed, i, asOf).isEqualTo(once);
    }
  }

  /** Nothing changes before the instant that the result names. */
  @ParameterizedTest
  @ValueSource(longs = {89, 144})
  void resultHoldsUntilItsNextChange(long seed) {
    for (int i = 0; i < HISTORIES; i++) {
      var random = new SplittableRandom(1_000 * seed + i);
      var topology = topology(random);
      var told = History.random(random, story(topology));
      var evidence = EvidenceSet.empty(WEU);
      told.events().forEach(evidence::add);
      var asOf = Story.TEN.plusSeconds(random.nextInt(3_000));

      var now = GatewayStage.incidents(WEU, evidence, topology, Optional.empty(), asOf);
      var until =
          now.nextChange().map(next -> next.minusMillis(1)).orElse(asOf.plusSeconds(999_999));
      var later = GatewayStage.incidents(WEU, evidence, topology, Optional.empty(), until);

      assertThat(later.incidents()).as("seed %d, history %d", seed, i).isEqualTo(now.incidents());
    }
  }

  /** Told apart field by field only when they differ. */
  private static void assertSame(List<Incident> engine, List<Incident> oracle, String when) {
    if (!engine.equals(oracle)) {
      assertThat(engine).as(when).usingRecursiveComparison().isEqualTo(oracle);
    }
  }

  private static Optional<GatewayTopology> topology(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(known(true, random.nextBoolean()));
      default -> Optional.of(known(false, random.nextBoolean()));
    };
  }

  private static GatewayTopology known(boolean activeActive, boolean bgpOnly) {
    return Cast.topology(
        WEU,
        activeActive,
        bgpOnly ? Cast.toParisByBgpOnly() : Cast.toParis(),
        Cast.to("tokyo", TOKYO),
        Cast.to("oslo", OSLO_1),
        Cast.to("oslo", OSLO_2));
  }

  private static Story story(Optional<GatewayTopology> topology) {
    return topology.map(Story::at).orElseGet(() -> Story.at(WEU));
  }

  private static List<Incident> incidents(
      List<GatewayEvent> events,
      List<Presence> presences,
      Optional<GatewayTopology> topology,
      Instant asOf) {
    var evidence = EvidenceSet.empty(WEU);
    events.forEach(evidence::add);
    presences.forEach(evidence::add);
    return engine(evidence, topology, asOf);
  }

  private static List<Incident> engine(
      EvidenceSet evidence, Optional<GatewayTopology> topology, Instant asOf) {
    return GatewayStage.incidents(WEU, evidence, topology, topology.map(_ -> "hash"), asOf)
        .incidents()
        .stream()
        .map(found -> wordless(found.incident()))
        .toList();
  }

  private static List<Incident> oracle(
      List<GatewayEvent> heard,
      List<Presence> presences,
      Optional<GatewayTopology> topology,
      Instant asOf) {
    return GatewayOracle.incidents(WEU, heard, presences, topology, asOf);
  }

  /** All but title, explanation and the words of rejected causes. */
  private static Incident wordless(Incident i) {
    var rejected =
        i.proof().rejectedCauses().stream().map(r -> new RejectedCause(r.cause(), "")).toList();
    return new Incident(
        i.id(),
        i.revision(),
        i.state(),
        i.judgement(),
        new Incident.Wording("", ""),
        i.span(),
        i.scope(),
        i.redundancy(),
        i.conditions(),
        new Incident.Proof(i.proof().evidence(), i.proof().total(), rejected),
        i.lineage(),
        i.inventory(),
        i.flags());
  }

  private static List<GatewayEvent> shuffled(List<GatewayEvent> events, long seed) {
    var shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed));
    return shuffled;
  }
}
