/** Who is told of an incident, when, again, and until it is over. */
@NullMarked
package dev.tunnelwatch.alerts;

import org.jspecify.annotations.NullMarked;
