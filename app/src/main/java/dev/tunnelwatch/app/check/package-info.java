/** What {@code run} would stumble over, found out and told before it is started. */
@NullMarked
package dev.tunnelwatch.app.check;

import org.jspecify.annotations.NullMarked;
