/** Runs the correlation core on Kafka Streams: topics in, incidents out, exactly once. */
@NullMarked
package dev.tunnelwatch.streams;

import org.jspecify.annotations.NullMarked;
