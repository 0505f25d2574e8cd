/** The topics as data: how each is made, and the check that it still is as it has to be. */
@NullMarked
package dev.tunnelwatch.app.topics;

import org.jspecify.annotations.NullMarked;
