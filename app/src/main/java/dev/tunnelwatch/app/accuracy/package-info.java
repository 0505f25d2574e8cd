/** The accuracy of the whole, measured over many simulated fleets, and the page that tells it. */
@NullMarked
package dev.tunnelwatch.app.accuracy;

import org.jspecify.annotations.NullMarked;
