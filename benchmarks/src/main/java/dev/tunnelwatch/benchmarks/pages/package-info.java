/** Result files of measurements and proofs, and the documents that are made of them. */
@NullMarked
package dev.tunnelwatch.benchmarks.pages;

import org.jspecify.annotations.NullMarked;
