package dev.tunnelwatch.ingest;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What a worker is handed instead of reading it from somewhere.
 *
 * @param clock the hubs' time, which a demo may scale
 * @param nanos real time that only runs forward, as {@code System.nanoTime}
 * @param steps who watches what is done; nobody but in a proof
 */
record Environment(
    Tuning tuning, InstantSource clock, LongSupplier nanos, IngestMetrics metrics, Steps steps) {}
