package dev.tunnelwatch.correlation;

import static dev.tunnelwatch.correlation.Cast.WEU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tunnelwatch.correlation.History.Heard;
import dev.tunnelwatch.correlation.oracle.GatewayOracle;
import dev.tunnelwatch.model.GatewayEvent;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Incident.RejectedCause;
import dev.tunnelwatch.model.Presence;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Drives the engine through random histories and compares it with the oracle. */
final class Laws {
  private final Scenario scenario;
  private final SplittableRandom random;
  private final String name;
  private final List<GatewayEvent> events = new ArrayList<>();
  private final List<Presence> signs = new ArrayList<>();
  private final GatewayOracle.Pasts pasts = new GatewayOracle.Pasts();
  private GatewayEngine engine = GatewayEngine.empty(WEU);
  private Instant cut = Instant.MIN;
  private long compared;

  private Laws(Scenario scenario, long seed, int history) {
    this.scenario = scenario;
    this.random = new SplittableRandom(1_000_003 * seed + history);
    this.name = "%s, seed %d, history %d".formatted(scenario, seed, history);
  }

  static long seed() {
    return Long.getLong("laws.seed", 2_026);
  }

  /**
   * What came of many histories.
   *
   * @param compared after how many records
   * @param differences of each history the first, empty while the laws hold
   */
  record Outcome(long compared, List<String> differences) {
    private Outcome and(Outcome other) {
      var all = new ArrayList<>(differences);
      all.addAll(other.differences);
      return new Outcome(compared + other.compared, all);
    }
  }

  /** Compares after every record. */
  static Outcome inAnyOrder(Scenario scenario, long seed, int histories) {
    return all(scenario, seed, histories, Laws::inAnyOrder);
  }

  /** The same with evictions, which need records to come in the order they were enqueued. */
  static Outcome withCuts(Scenario scenario, long seed, int histories) {
    return all(scenario, seed, histories, Laws::withCuts);
  }

  private static Outcome all(Scenario scenario, long seed, int histories, Consumer<Laws> law) {
    return IntStream.range(0, histories)
        .parallel()
        .mapToObj(i -> new Laws(scenario, seed, i).outcome(law))
        .reduce(new Outcome(0, List.of()), Outcome::and);
  }

  private Outcome outcome(Consumer<Laws> law) {
    try {
      law.accept(this);
      return new Outcome(compared, List.of());
    } catch (AssertionError | RuntimeException e) {
      return new Outcome(compared, List.of(name + ": " + e));
    }
  }

  private void inAnyOrder() {
    var heard = new ArrayList<>(History.random(random, scenario).all());
    Collections.shuffle(heard, new Random(random.nextLong()));
    for (var next : heard) {
      hear(next);
      var until = last().plusSeconds(random.nextInt(7_200));
      compare(first().plusMillis(random.nextLong(Duration.between(first(), until).toMillis() + 1)));
    }
  }

  private void withCuts() {
    var heard = History.random(random, scenario).all();
    for (int i = 0; i < heard.size(); i++) {
      hear(heard.get(i));
      boolean more = i + 1 < heard.size();
      var read =
          more
              ? heard.get(i + 1).enqueuedAt().minusMillis(1)
              : heard.get(i).enqueuedAt().plusSeconds(random.nextInt(400_000));
      engine.cut(scenario.topology(), read);
      var due =
          read.minus(Duration.ofMinutes(30))
              .truncatedTo(ChronoUnit.HOURS)
              .minus(Duration.ofHours(38));
      cut = due.isAfter(cut) ? due : cut;
      compare(read.plusSeconds(random.nextInt(10_000)));
    }
  }

  private Instant first() {
    return events.stream().map(GatewayEvent::at).min(Instant::compareTo).orElse(Story.TEN);
  }

  private Instant last() {
    return events.stream().map(GatewayEvent::at).max(Instant::compareTo).orElse(Story.TEN);
  }

  private void hear(Heard next) {
    next.event().ifPresent(engine::add);
    next.event().ifPresent(events::add);
    next.sign().ifPresent(engine::add);
    next.sign().ifPresent(signs::add);
    if (random.nextInt(5) == 0) {
      engine = GatewayEngine.restored(engine.memory());
    }
  }

  private void compare(Instant asOf) {
    if (random.nextInt(4) == 0) {
      var _ = engine.incidents(scenario.topology(), hash(), asOf.minusSeconds(random.nextInt(600)));
    }
    var ours =
        engine.incidents(scenario.topology(), hash(), asOf).incidents().stream()
            .map(found -> plain(found.incident()))
            .toList();
    var rules =
        GatewayOracle.incidents(WEU, events, signs, scenario.topology(), asOf, pasts).stream()
            .filter(this::isKnown)
            .map(this::plain)
            .toList();
    compared++;
    if (!ours.equals(rules)) {
      assertThat(ours)
          .as("%s, after %d events and %d signs at %s", name, events.size(), signs.size(), asOf)
          .usingRecursiveComparison()
          .isEqualTo(rules);
    }
  }

  private Optional<String> hash() {
    return scenario.topology().map(_ -> "hash");
  }

  /** Forgotten is what ended two hours before a cut. */
  private boolean isKnown(Incident incident) {
    return cut.equals(Instant.MIN)
        || incident
            .span()
            .endedAt()
            .filter(end -> !end.isAfter(cut.minus(Duration.ofHours(2))))
            .isEmpty();
  }

  /**
   * All but the words; what happened before a cut, without how many lines said it over and over.
   */
  private Incident plain(Incident i) {
    var rejected =
        i.proof().rejectedCauses().stream().map(r -> new RejectedCause(r.cause(), "")).toList();
    boolean whole = i.conditions().stream().noneMatch(c -> c.from().isBefore(cut));
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
        new Incident.Proof(i.proof().evidence(), whole ? i.proof().total() : 0, rejected),
        i.lineage(),
        i.inventory(),
        i.flags());
  }
}
