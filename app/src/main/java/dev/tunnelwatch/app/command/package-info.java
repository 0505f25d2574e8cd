/** How commands are described, read from a command line and told apart. */
@NullMarked
package dev.tunnelwatch.app.command;

import org.jspecify.annotations.NullMarked;
