/** Speed and memory of a replay, measured beside a plain reading of the same files. */
@org.jspecify.annotations.NullMarked
package dev.tunnelwatch.benchmarks.replay;
