package dev.tunnelwatch.benchmarks.alerts;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Something broke.
 *
 * @param whole by {@link System#nanoTime}, between its end and its return: what it had done is
 *     before that, and what it does once more is after it
 */
record Crash(Whom whom, long whole) {

  enum Whom {
    SENDER,
    /** It forgets whom it notified since it last wrote that down, whoever sends to it. */
    ALERTMANAGER,
    PAGER,
    WEBHOOK
  }

  /** All of them, in the order in which they happened. */
  static final class Log {
    private final Collection<Crash> crashes = new CopyOnWriteArrayList<>();

    /** It is not back yet. */
    void ended(Whom whom) {
      crashes.add(new Crash(whom, System.nanoTime()));
    }

    List<Crash> of(Set<Whom> whom) {
      return crashes.stream().filter(crash -> whom.contains(crash.whom())).toList();
    }
  }

  /**
   * Why something came again: the latest one since it came before, but first of all an
   * Alertmanager's, for it is told of what it forgot up to a minute later.
   */
  static Optional<Crash> between(List<Crash> crashes, long before, long again) {
    var since =
        crashes.stream()
            .filter(crash -> before < crash.whole() && crash.whole() < again)
            .toList()
            .reversed();
    return since.stream()
        .filter(crash -> crash.whom() == Whom.ALERTMANAGER)
        .findFirst()
        .or(() -> since.stream().findFirst());
  }
}
