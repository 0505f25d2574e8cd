/** Whether and how soon people are told, whatever dies. */
@NullMarked
package dev.tunnelwatch.benchmarks.alerts;

import org.jspecify.annotations.NullMarked;
