/** The clocks that are handed to those who must not look at the wall themselves. */
@NullMarked
package dev.tunnelwatch.app.clock;

import org.jspecify.annotations.NullMarked;
