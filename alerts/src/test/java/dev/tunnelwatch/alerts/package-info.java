/** The tests of alerts. */
@NullMarked
package dev.tunnelwatch.alerts;

import org.jspecify.annotations.NullMarked;
