/** What the simulated fleet must be: told in its labels, shown in its logs. */
@NullMarked
package dev.tunnelwatch.simulator.fleet;

import org.jspecify.annotations.NullMarked;
