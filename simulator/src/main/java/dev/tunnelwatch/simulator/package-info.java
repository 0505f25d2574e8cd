/**
 * A fleet with faults of known cause that writes logs and labels, and an event hub to read from.
 */
@NullMarked
package dev.tunnelwatch.simulator;

import org.jspecify.annotations.NullMarked;
