package dev.tunnelwatch.streams;

import dev.tunnelwatch.model.GatewayId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Looks once at each gateway of a task that begins: which of them were well is in no store, and
 * those that go on being so may not be concluded for hours. First those of the inventory; of others
 * as many as are shown.
 */
final class Introductions {

  /** Of a tick, real time: what is new goes before. */
  private static final Duration BUDGET = Duration.ofMillis(5);

  private final GatewayState state;
  private final Standings standings;
  private final int partition;
  private final Queue<GatewayId> listed = new ArrayDeque<>();
  private Optional<EvidenceStore.Place> last = Optional.empty();
  private boolean begun;
  private boolean done;

  Introductions(GatewayState state, Standings standings, int partition) {
    this.state = state;
    this.standings = standings;
    this.partition = partition;
    standings.begins(partition);
  }

  /** Goes on for a while, with one gateway at least. */
  void tick(Consumer<GatewayId> look) {
    if (!begun) {
      begun = true;
      listed.addAll(state.inventory().all().keySet());
    }
    long end = System.nanoTime() + BUDGET.toNanos();
    while (!done) {
      var next = next();
      next.filter(gateway -> !standings.shows(gateway)).ifPresent(look);
      if (next.isEmpty()) {
        done = true;
        standings.complete(partition);
      }
      if (System.nanoTime() >= end) {
        return;
      }
    }
  }

  private Optional<GatewayId> next() {
    if (!listed.isEmpty()) {
      return Optional.of(listed.remove());
    }
    if (!standings.hasRoom()) {
      return Optional.empty();
    }
    last = state.evidence().after(last);
    return last.map(EvidenceStore.Place::gateway);
  }
}
