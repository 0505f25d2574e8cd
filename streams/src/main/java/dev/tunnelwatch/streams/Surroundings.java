package dev.tunnelwatch.streams;

import java.time.InstantSource;

/** What both stages are given and share between tasks. */
record Surroundings(
    InstantSource clock, Coverage coverage, Backlog backlog, CorrelatorMetrics metrics) {}
