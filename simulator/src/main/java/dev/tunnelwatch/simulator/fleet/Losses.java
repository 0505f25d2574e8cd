package dev.tunnelwatch.simulator.fleet;

import dev.tunnelwatch.model.Cause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of the records of faults never arrive. What opens a fault always does, since nothing else
 * tells of it; the return of a tunnel is lost at least once in a run that has room for it, because
 * a loss that nobody sees the end of must end all the same.
 */
final class Losses {

  private static final double LOST = 0.002;
  private static final double RETURN_LOST = 0.06;

  /** A shorter fault would be over before a sign of life could tell. */
  private static final Duration LONG = Duration.ofMinutes(4);

  private final Scenario scenario;
  private final List<Told> told;

  private Losses(Scenario scenario, List<Told> told) {
    this.scenario = scenario;
    this.told = told;
  }

  /** A fault's label and its records, in order of time. */
  record Told(Label label, List<LogRecord> records) {

    private boolean canLoseItsReturn() {
      var span = label.span();
      boolean tunnelsOfOneGateway =
          label.scope().gateways().size() == 1 && label.scope().sites().size() == 1;
      return tunnelsOfOneGateway
          && label.cause() != Cause.PATH_UNSTABLE
          && lastReturn().isPresent()
          && span.endedAt()
              .filter(end -> Duration.between(span.startedAt(), end).compareTo(LONG) > 0)
              .isPresent();
    }

    private Optional<LogRecord> lastReturn() {
      return records.reversed().stream()
          .filter(r -> r.operationName().equals("TunnelConnected"))
          .findFirst();
    }

    private Told without(List<LogRecord> lost, boolean returnLost) {
      var rest = new ArrayList<>(records);
      rest.removeAll(lost);
      return new Told(returnLost ? label.withRecoveryLost() : label, List.copyOf(rest));
    }
  }

  /** The same faults with the records that arrive. */
  static List<Told> of(Scenario scenario, List<Told> told) {
    return scenario.traffic().mishaps() ? new Losses(scenario, told).some() : told;
  }

  private List<Told> some() {
    var dice = Dice.of(scenario.seed(), "returns lost");
    var candidates = told.stream().filter(Told::canLoseItsReturn).toList();
    var sure = candidates.isEmpty() ? List.<Told>of() : List.of(dice.any(candidates));
    var some = new ArrayList<Told>();
    for (var one : told) {
      boolean chosen = candidates.contains(one) && dice.chance(RETURN_LOST);
      some.add(some(one, chosen || sure.contains(one)));
    }
    return some;
  }

  private Told some(Told one, boolean returnLost) {
    var dice = Dice.of(scenario.seed(), "lost of " + one.label().id());
    var lost = new ArrayList<LogRecord>();
    for (var record : one.records()) {
      if (dice.chance(LOST) && !record.decides()) {
        lost.add(record);
      }
    }
    if (returnLost) {
      one.lastReturn().ifPresent(lost::add);
    }
    return one.without(lost, returnLost);
  }
}
