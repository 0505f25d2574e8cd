/** One page for a test, through everything that would wake somebody. */
@NullMarked
package dev.tunnelwatch.app.alerttest;

import org.jspecify.annotations.NullMarked;
