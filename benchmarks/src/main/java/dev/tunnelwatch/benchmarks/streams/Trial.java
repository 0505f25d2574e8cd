package dev.tunnelwatch.benchmarks.streams;

import java.util.Locale;
import java.util.Optional;

/**
 * A machine failed a process once.
 *
 * @param arrivals how often the process is known to have met it: answers of a failing disk, words
 *     about a full one, looks at a clock that was wrong by as much as it was to be
 */
record Trial(Faults.Kind kind, Reaction reaction, long arrivals) {

  /** Why it shows nothing, or something bad. */
  Optional<String> failure() {
    if (arrivals == 0) {
      return Optional.of(name() + " did not reach the process, which shows nothing");
    }
    return reaction == Reaction.ENDED_SILENTLY
        ? Optional.of(name() + ": the process ended without a word")
        : Optional.empty();
  }

  private String name() {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
