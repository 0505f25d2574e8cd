package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.benchmarks.processes.Child;

/** What a process did while its machine did not do what machines do. */
enum Reaction {
  /** It went on, and said so; what it told is judged with all the rest. */
  WORKED,
  /** It lived, and did not say that it works. */
  NOT_READY,
  /** It ended, and its log says why. */
  ENDED_LOUDLY,
  /** It ended, and nobody knows why. */
  ENDED_SILENTLY;

  /**
   * Of a process as it is now.
   *
   * @param said since that began
   */
  static Reaction of(Child process, Said said) {
    if (process.alive()) {
      return process.ready() ? WORKED : NOT_READY;
    }
    return said.isLoud() ? ENDED_LOUDLY : ENDED_SILENTLY;
  }
}
