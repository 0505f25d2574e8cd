/** What the tests of several modules share: waiting for something, and programs of the system. */
@NullMarked
package dev.tunnelwatch.model.testing;

import org.jspecify.annotations.NullMarked;
