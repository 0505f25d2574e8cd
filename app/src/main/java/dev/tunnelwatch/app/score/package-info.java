/** How well what was concluded agrees with what is known to have happened. */
@NullMarked
package dev.tunnelwatch.app.score;

import org.jspecify.annotations.NullMarked;
