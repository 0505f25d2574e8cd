package dev.tunnelwatch.simulator.fleet;

import java.time.Instant;
import java.util.List;

/**
 * The hub events of a fleet, handed out as time passes. Whoever pulls brings the time; one thread.
 */
public final class Feed {

  private final List<Body> bodies;
  private int next;

  Feed(List<Body> bodies) {
    this.bodies = List.copyOf(bodies);
  }

  /** The bodies due by {@code now} that were not handed out yet, in order of delivery. */
  public List<Body> until(Instant now) {
    int from = next;
    while (next < bodies.size() && !bodies.get(next).enqueuedAt().isAfter(now)) {
      next++;
    }
    return bodies.subList(from, next);
  }

  /** Whether nothing is left. */
  public boolean done() {
    return next == bodies.size();
  }
}
