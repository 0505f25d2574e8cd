/** Measures what the documentation claims: JMH benchmarks, end-to-end measurements, proofs. */
@NullMarked
package dev.tunnelwatch.benchmarks;

import org.jspecify.annotations.NullMarked;
