/**
 * A fleet of gateways with faults of known cause, the logs it writes, and the labels of its faults.
 */
@NullMarked
package dev.tunnelwatch.simulator.fleet;

import org.jspecify.annotations.NullMarked;
