package dev.tunnelwatch.simulator.hub;

import java.time.Instant;

/** Where in a partition a receiver wants to begin. */
sealed interface StartPosition {

  record Earliest() implements StartPosition {}

  /** Only what comes after the receiver did. */
  record Latest() implements StartPosition {}

  record FromSequence(long sequence, boolean inclusive) implements StartPosition {}

  record FromOffset(long offset, boolean inclusive) implements StartPosition {}

  record FromTime(Instant enqueuedAt, boolean inclusive) implements StartPosition {}
}
