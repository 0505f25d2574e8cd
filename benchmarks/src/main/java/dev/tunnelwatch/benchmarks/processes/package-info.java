/** Processes of their own that measurements and proofs start, and end. */
@NullMarked
package dev.tunnelwatch.benchmarks.processes;

import org.jspecify.annotations.NullMarked;
