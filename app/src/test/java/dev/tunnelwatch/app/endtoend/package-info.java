/** The whole of it with nothing replaced but Azure. */
@NullMarked
package dev.tunnelwatch.app.endtoend;

import org.jspecify.annotations.NullMarked;
