package dev.tunnelwatch.simulator.hub;

import java.time.Instant;

/**
 * One event in its place.
 *
 * @param sequence from 0, without a gap
 * @param offset bytes stored before it since the hub was created; so never to be taken for a
 *     sequence
 */
record StoredEvent(long sequence, long offset, Instant enqueuedAt, EventContent content) {}
