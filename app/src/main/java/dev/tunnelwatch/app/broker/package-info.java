/** The embedded Kafka: a real broker as a child JVM with a class path of its own. */
@NullMarked
package dev.tunnelwatch.app.broker;

import org.jspecify.annotations.NullMarked;
