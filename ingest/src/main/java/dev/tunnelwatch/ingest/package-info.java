/** Takes events from Event Hubs and writes their records to Kafka, exactly once. */
@NullMarked
package dev.tunnelwatch.ingest;

import org.jspecify.annotations.NullMarked;
