/** Whether correlation tells the truth once, whatever dies. */
@NullMarked
package dev.tunnelwatch.benchmarks.streams;

import org.jspecify.annotations.NullMarked;
