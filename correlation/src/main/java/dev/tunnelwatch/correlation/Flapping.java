package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code tunnel_flapping}: RFC 2439's figure of merit over the losses of one tunnel, on event time
 * (rule 17). Penalties are whole thousandths, so that the answer is the same on every machine.
 */
final class Flapping {
  private static final long UNIT = 1_000;
  private static final long PER_LOSS = 1_000 * UNIT;
  private static final long CEILING = 12_000 * UNIT;
  private static final long BEGINS_ABOVE = 3_000 * UNIT;
  private static final long FORGOTTEN_BELOW = 750 * UNIT;
  private static final Duration HALF_LIFE = Duration.ofMinutes(10);

  private final List<Finding> run = new ArrayList<>();
  private final List<Run> runs = new ArrayList<>();

  /** Right after the last loss. */
  private long penalty;

  private Optional<Instant> last = Optional.empty();
  private boolean flapping;

  private Flapping() {}

  /**
   * The losses since the penalty was below 750.
   *
   * @param flaps whether it rose above 3000
   * @param fall when it is below 750 again
   */
  record Run(List<Finding> losses, boolean flaps, Instant fall) {
    Run {
      losses = List.copyOf(losses);
    }

    boolean began(Finding flapping) {
      return losses.getFirst().entity().equals(flapping.entity())
          && losses.getFirst().from().equals(flapping.from());
    }

    /** Its fall below 750, or the last return if that is later; empty while neither is certain. */
    Optional<Instant> end(AsOf asOf) {
      return losses
          .getLast()
          .to()
          .map(back -> back.isAfter(fall) ? back : fall)
          .filter(asOf::reached);
    }
  }

  /** All runs, whether they flap or not, in order of entity and time. */
  static List<Run> runs(List<Finding> losses, Carry carry) {
    var all = new ArrayList<Run>();
    byEntity(losses)
        .forEach(
            (entity, ofOne) -> {
              var fold = new Flapping();
              ofOne.forEach(loss -> fold.take(loss, carry));
              fold.endRun();
              all.addAll(fold.runs);
            });
    return all;
  }

  static List<Finding> of(List<Run> runs, AsOf asOf) {
    return runs.stream().filter(Run::flaps).map(run -> finding(run, asOf)).toList();
  }

  private static Finding finding(Run run, AsOf asOf) {
    var first = run.losses().getFirst();
    return new Finding(
        ConditionKind.TUNNEL_FLAPPING,
        first.entity(),
        first.from(),
        run.end(asOf),
        first.about(),
        run.losses().stream().map(Finding::opening).toList(),
        Set.of());
  }

  /** The penalty right after each loss, by entity; those carried included. */
  static SortedMap<String, SortedMap<Instant, Long>> merits(List<Finding> losses, Carry carry) {
    var merits = new TreeMap<String, SortedMap<Instant, Long>>();
    carry.merits().forEach((entity, known) -> merits.put(entity, new TreeMap<>(known)));
    byEntity(losses)
        .forEach(
            (entity, ofOne) -> {
              var fold = new Flapping();
              var known = merits.computeIfAbsent(entity, _ -> new TreeMap<>());
              for (var loss : ofOne) {
                fold.take(loss, carry);
                known.put(loss.from(), fold.penalty);
              }
            });
    return merits;
  }

  private static SortedMap<String, List<Finding>> byEntity(List<Finding> losses) {
    var byEntity = new TreeMap<String, List<Finding>>();
    losses.forEach(
        loss -> byEntity.computeIfAbsent(loss.entity(), _ -> new ArrayList<>()).add(loss));
    return byEntity;
  }

  private void take(Finding loss, Carry carry) {
    long left = left(loss, carry);
    if (left < FORGOTTEN_BELOW) {
      endRun();
    }
    penalty = Math.min(CEILING, left + PER_LOSS);
    last = Optional.of(loss.from());
    flapping |= penalty > BEGINS_ABOVE;
    run.add(loss);
  }

  /** What is left of the penalty of the loss before, which may have been let go of. */
  private long left(Finding loss, Carry carry) {
    var carried =
        carry
            .meritBefore(loss.entity(), loss.from())
            .filter(merit -> last.filter(merit.getKey()::isBefore).isEmpty());
    var before = carried.map(Map.Entry::getKey).or(() -> last);
    long then = carried.map(Map.Entry::getValue).orElse(penalty);
    return before.map(at -> decayed(then, Duration.between(at, loss.from()))).orElse(0L);
  }

  /** When the penalty of such losses of one thing, in order of time, is below 750 again. */
  static Instant calm(List<Instant> losses) {
    long penalty = 0;
    var last = losses.getFirst();
    for (var loss : losses) {
      penalty = Math.min(CEILING, decayed(penalty, Duration.between(last, loss)) + PER_LOSS);
      last = loss;
    }
    return last.plus(untilForgotten(penalty));
  }

  private void endRun() {
    if (!run.isEmpty()) {
      var fall = run.getLast().from().plus(untilForgotten(penalty));
      runs.add(new Run(run, flapping, fall));
    }
    run.clear();
    flapping = false;
  }

  private static long decayed(long penalty, Duration over) {
    double halves = (double) over.toMillis() / HALF_LIFE.toMillis();
    return (long) (penalty * StrictMath.pow(0.5, halves));
  }

  private static Duration untilForgotten(long penalty) {
    double halves = StrictMath.log((double) penalty / FORGOTTEN_BELOW) / StrictMath.log(2);
    return Duration.ofMillis((long) StrictMath.ceil(halves * HALF_LIFE.toMillis()));
  }
}
