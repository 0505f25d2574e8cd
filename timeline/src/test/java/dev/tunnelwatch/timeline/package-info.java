/** The timeline's tests. */
@NullMarked
package dev.tunnelwatch.timeline;

import org.jspecify.annotations.NullMarked;
