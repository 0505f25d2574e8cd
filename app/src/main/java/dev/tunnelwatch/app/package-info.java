/** The one main: reads the configuration, wires the modules together and runs the commands. */
@NullMarked
package dev.tunnelwatch.app;

import org.jspecify.annotations.NullMarked;
