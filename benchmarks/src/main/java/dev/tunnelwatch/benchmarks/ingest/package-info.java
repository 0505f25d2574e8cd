/** Whether ingest loses nothing and doubles nothing, whatever dies (design 8.1). */
@NullMarked
package dev.tunnelwatch.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
