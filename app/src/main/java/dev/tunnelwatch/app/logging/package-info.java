/** Where this process's own log goes. */
@NullMarked
package dev.tunnelwatch.app.logging;

import org.jspecify.annotations.NullMarked;
