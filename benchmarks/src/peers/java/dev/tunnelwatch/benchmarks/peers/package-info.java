/** Others that do a part of it, over the same file; built with the profile {@code peers} alone. */
@NullMarked
package dev.tunnelwatch.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
