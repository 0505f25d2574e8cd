package dev.tunnelwatch.model;

import java.time.Instant;

/**
 * How far one partition of a source has been taken, committed together with what was taken.
 *
 * @param sequence of the last event taken; the next read starts behind it
 * @param incarnation when the hub was created; numbers mean nothing across two of them (design 8.2)
 */
public record SourcePosition(
    SourceId source, long sequence, Instant enqueuedAt, Instant incarnation) {}
