/** A small Event Hubs on loopback: what the official client talks to where there is no Azure. */
@NullMarked
package dev.tunnelwatch.simulator.hub;

import org.jspecify.annotations.NullMarked;
