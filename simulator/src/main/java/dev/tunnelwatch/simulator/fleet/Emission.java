package dev.tunnelwatch.simulator.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * One record on its way.
 *
 * @param at when the gateway says it happened: the record's {@code time}
 * @param deliveredAt when the event hub takes it, with what was gathered in the same 5 s: the
 *     enqueued time
 * @param partition of the hub; Azure Monitor sends no partition key, so it is any
 * @param record the record as JSON text
 */
public record Emission(Instant at, Instant deliveredAt, int partition, LogRecord record) {

  /** The record's JSON as UTF-8. */
  public byte[] bytes() {
    return record.json().getBytes(StandardCharsets.UTF_8);
  }
}
