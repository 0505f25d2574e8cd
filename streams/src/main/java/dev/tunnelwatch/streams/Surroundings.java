package dev.tunnelwatch.streams;

import java.time.InstantSource;

/** What both stages are given and share between tasks. */
record Surroundings(
    InstantSource clock,
    Coverage coverage,
    Backlog backlog,
    CorrelatorMetrics metrics,
    EvidenceRoom room) {

  /** With as much room as this process has. */
  Surroundings(InstantSource clock, Coverage coverage, Backlog backlog, CorrelatorMetrics metrics) {
    this(clock, coverage, backlog, metrics, EvidenceRoom.ofHeap());
  }
}
