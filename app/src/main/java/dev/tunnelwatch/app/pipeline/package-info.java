/** The running whole: roles started in order on one Kafka, stopped in the opposite order. */
@NullMarked
package dev.tunnelwatch.app.pipeline;

import org.jspecify.annotations.NullMarked;
