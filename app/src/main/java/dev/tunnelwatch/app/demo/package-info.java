/** The whole pipeline on a simulated fleet, and a verdict on what it concluded. */
@NullMarked
package dev.tunnelwatch.app.demo;

import org.jspecify.annotations.NullMarked;
