/** What is promised of reading records and of the shared JSON. */
@NullMarked
package dev.tunnelwatch.records;

import org.jspecify.annotations.NullMarked;
