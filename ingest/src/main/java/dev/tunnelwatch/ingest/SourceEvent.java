package dev.tunnelwatch.ingest;

import java.time.Instant;

/**
 * What a source delivered under one sequence number. Nobody may change the body.
 *
 * @param body possibly empty: an event without data is an event all the same
 */
@SuppressWarnings("ArrayRecordComponent")
public record SourceEvent(long sequence, Instant enqueuedAt, byte[] body) {}
