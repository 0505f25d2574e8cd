package dev.tunnelwatch.correlation;

import dev.tunnelwatch.model.ConditionKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  private final List<Finding> found = new ArrayList<>();
  private final List<Finding> run = new ArrayList<>();
  private final AsOf asOf;

  /** Right after the last loss. */
  private long penalty;

  private boolean flapping;

  private Flapping(AsOf asOf) {
    this.asOf = asOf;
  }

  static List<Finding> of(List<Finding> losses, AsOf asOf) {
    var byEntity = new TreeMap<String, List<Finding>>();
    losses.forEach(
        loss -> byEntity.computeIfAbsent(loss.entity(), _ -> new ArrayList<>()).add(loss));
    var found = new ArrayList<Finding>();
    for (var ofOne : byEntity.values()) {
      var fold = new Flapping(asOf);
      ofOne.forEach(fold::take);
      fold.endRun();
      found.addAll(fold.found);
    }
    return found;
  }

  private void take(Finding loss) {
    long left =
        run.isEmpty() ? 0 : decayed(penalty, Duration.between(run.getLast().from(), loss.from()));
    if (left < FORGOTTEN_BELOW) {
      endRun();
    }
    penalty = Math.min(CEILING, left + PER_LOSS);
    flapping |= penalty > BEGINS_ABOVE;
    run.add(loss);
  }

  private void endRun() {
    if (flapping) {
      var first = run.getFirst();
      found.add(
          new Finding(
              ConditionKind.TUNNEL_FLAPPING,
              first.entity(),
              first.from(),
              end(),
              first.about(),
              run.stream().map(Finding::opening).toList(),
              Set.of()));
    }
    run.clear();
    flapping = false;
  }

  /** Its fall below 750, or the last return if that is later; empty while neither is certain. */
  private Optional<Instant> end() {
    var last = run.getLast();
    var fall = last.from().plus(untilForgotten(penalty));
    return last.to().map(back -> back.isAfter(fall) ? back : fall).filter(asOf::reached);
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
