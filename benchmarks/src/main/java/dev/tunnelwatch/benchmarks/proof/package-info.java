/** Result files of measurements, and the tables that documents make of them. */
@org.jspecify.annotations.NullMarked
package dev.tunnelwatch.benchmarks.proof;
