package dev.tunnelwatch.ingest;

/** How a sequence number follows the one taken before. */
sealed interface SequenceCheck {

  /** The one that was due. */
  record Next() implements SequenceCheck {}

  /** One that was taken already: a link that was rebuilt may deliver again. */
  record Repeat() implements SequenceCheck {}

  /** Some are missing, both ends included: they were retained no longer, or lost. */
  record Jump(long first, long last) implements SequenceCheck {}

  static SequenceCheck of(long taken, long sequence) {
    if (sequence <= taken) {
      return new Repeat();
    }
    return sequence == taken + 1 ? new Next() : new Jump(taken + 1, sequence - 1);
  }
}
