/** Result files of measurements, and the tables that documents make of them. */
@NullMarked
package dev.tunnelwatch.benchmarks.proof;

import org.jspecify.annotations.NullMarked;
