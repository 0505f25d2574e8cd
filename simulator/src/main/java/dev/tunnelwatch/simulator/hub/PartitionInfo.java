package dev.tunnelwatch.simulator.hub;

import java.time.Instant;

/**
 * What a hub says about one of its partitions.
 *
 * @param beginSequence sequence of the oldest event kept, or of the next one where none is
 * @param lastSequence -1 before the first event
 * @param lastOffset "-1" before the first event
 * @param lastEnqueuedAt the hub's creation before the first event
 * @param empty no event is kept (never sent, or all past retention)
 */
public record PartitionInfo(
    long beginSequence,
    long lastSequence,
    String lastOffset,
    Instant lastEnqueuedAt,
    boolean empty) {}
