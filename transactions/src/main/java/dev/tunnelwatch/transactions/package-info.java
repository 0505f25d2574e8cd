/**
 * What Kafka leaves open of transactions that it takes for ended; {@code ingest} and {@code
 * streams} write such.
 */
@NullMarked
package dev.tunnelwatch.transactions;

import org.jspecify.annotations.NullMarked;
