package dev.tunnelwatch.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which incidents have to be looked at: those of which something was heard, and once a second all
 * of them, for what becomes due by time alone. Ten thousand that are open would otherwise be looked
 * at twenty times a second.
 *
 * <p>Not safe for several threads.
 */
final class Attention {
  static final Duration ROUND = Duration.ofSeconds(1);

  private final Set<String> heardOf = new HashSet<>();
  private Instant nextRound = Instant.MIN;
  private boolean heldBefore;

  void to(String incident) {
    if (!nextRound.equals(Instant.MIN)) { // else all are looked at next, be they those of 90 days
      heardOf.add(incident);
    }
  }

  /** What was heard may concern any of them. */
  void toAll() {
    nextRound = Instant.MIN;
  }

  /** Takes a look: what was heard until now is not asked for again. */
  Look look(Instant now, boolean held) {
    // A clock that was set back must not keep us waiting.
    boolean all =
        held != heldBefore || !now.isBefore(nextRound) || now.isBefore(nextRound.minus(ROUND));
    var look = new Look(all, Set.copyOf(heardOf));
    if (all) {
      nextRound = now.plus(ROUND);
    }
    heldBefore = held;
    heardOf.clear();
    return look;
  }

  /**
   * What one look is for.
   *
   * @param heardOf of no account where all are looked at
   */
  record Look(boolean all, Set<String> heardOf) {
    Stream<Known> at(Map<String, Known> known) {
      return all
          ? known.values().stream()
          : heardOf.stream().flatMap(id -> Optional.ofNullable(known.get(id)).stream());
    }
  }
}
