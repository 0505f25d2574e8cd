package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.alerts.Send;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Lives arrivals through as if they came now. The clock is their enqueued time. Every partition
 * counts as read to its last event at any moment, so {@code asOf} is the clock (rule 11). Between
 * arrivals time stands still where nothing is due, else it goes on by whole seconds.
 */
final class ArrivalReplay {

  /** Time runs on for so long after the last arrival: what it began is paged by then. */
  private static final Duration RUN_ON = Duration.ofMinutes(15);

  private final LiveGateways gateways;
  private final LiveFleet fleet;
  private final ArrivalDelays delays = new ArrivalDelays();
  private final Consumer<Send> receiver;
  private final Watcher watcher;

  /** Is told after every moment lived how many of how many have arrived, and when that was. */
  interface Watcher {
    void lived(int arrived, int all, Instant now);
  }

  /** {@code receiver} gets everything that is told, in order. */
  ArrivalReplay(Inventory inventory, Consumer<Send> receiver, Watcher watcher) {
    this.gateways = new LiveGateways(inventory);
    this.fleet = new LiveFleet(inventory);
    this.receiver = receiver;
    this.watcher = watcher;
  }

  /**
   * Lives through arrivals in order of their enqueued times.
   *
   * @param until where time stops; what arrives later never came
   */
  void live(List<Arrival> arrivals, Optional<Instant> until) {
    if (arrivals.isEmpty()) {
      return;
    }
    var end = until.orElse(arrivals.getLast().enqueuedAt().plus(RUN_ON));
    int next = 0;
    var moment = Optional.of(arrivals.getFirst().enqueuedAt());
    while (moment.filter(at -> !at.isAfter(end)).isPresent()) {
      var now = wholeSecond(moment.get(), end);
      while (next < arrivals.size() && !arrivals.get(next).enqueuedAt().isAfter(now)) {
        take(arrivals.get(next), now);
        next++;
      }
      tick(now);
      watcher.lived(next, arrivals.size(), now);
      moment =
          Stream.of(
                  next < arrivals.size()
                      ? Optional.of(arrivals.get(next).enqueuedAt())
                      : Optional.<Instant>empty(),
                  gateways.nextChange(),
                  fleet.nextChange())
              .flatMap(Optional::stream)
              .min(Instant::compareTo);
    }
  }

  private static Instant wholeSecond(Instant moment, Instant end) {
    var down = moment.truncatedTo(ChronoUnit.SECONDS);
    var up = down.equals(moment) ? moment : down.plusSeconds(1);
    return up.isAfter(end) ? end : up;
  }

  private void take(Arrival arrival, Instant now) {
    delays.took(arrival, now);
    gateways.take(arrival);
  }

  private void tick(Instant now) {
    var changed = gateways.conclude(now);
    changed.forEach(gateway -> fleet.delay(gateway, delays.of(gateway, now)));
    if (!changed.isEmpty() || fleet.isDue(now)) {
      fleet.conclude(gateways.incidents(), now);
    }
    gateways.cut(now, fleet::needs);
    fleet.say(now).forEach(receiver);
  }

  /** What is true in the end, as a replay of the same records has it. */
  List<Incident> incidents(Instant asOf) {
    return fleet.last(gateways.incidentsAt(asOf), asOf);
  }
}
