/** Reads the bytes of hub events and archive lines, and writes the JSON that modules share. */
@NullMarked
package dev.tunnelwatch.records;

import org.jspecify.annotations.NullMarked;
