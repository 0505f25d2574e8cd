/** The same core without a broker: archived logs in, incidents out. */
@NullMarked
package dev.tunnelwatch.app.replay;

import org.jspecify.annotations.NullMarked;
