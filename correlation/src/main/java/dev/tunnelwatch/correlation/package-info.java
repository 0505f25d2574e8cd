/** What the evidence means: conditions, causes, incidents, as a pure function of a set. */
@NullMarked
package dev.tunnelwatch.correlation;

import org.jspecify.annotations.NullMarked;
