/** Speed and memory of a replay, measured beside a plain reading of the same files. */
@NullMarked
package dev.tunnelwatch.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
