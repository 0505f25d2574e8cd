/** A simulated fleet as files. */
@NullMarked
package dev.tunnelwatch.app.simulate;

import org.jspecify.annotations.NullMarked;
