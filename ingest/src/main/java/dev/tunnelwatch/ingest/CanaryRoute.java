package dev.tunnelwatch.ingest;

import dev.tunnelwatch.records.CanaryJson;
import java.time.Instant;

/** Which way a canary takes once it is due. */
interface CanaryRoute extends AutoCloseable {

  /** What stands in the event that is taken for it. Never blocks. */
  byte[] body(Instant at);

  @Override
  default void close() {}

  /** At once into Kafka, as if a hub had held it. */
  CanaryRoute DIRECT = CanaryJson::body;
}
