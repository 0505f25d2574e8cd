package dev.tunnelwatch.alerts;

/** Told of every step, on the thread that makes it. */
@FunctionalInterface
interface Steps {
  Steps UNWATCHED = _ -> {};

  void passed(Step step);
}
