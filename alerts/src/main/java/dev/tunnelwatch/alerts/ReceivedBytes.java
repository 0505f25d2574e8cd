package dev.tunnelwatch.alerts;

import org.apache.kafka.clients.consumer.Consumer;

/** How much a consumer has got from Kafka, answers without a record included. */
final class ReceivedBytes {

  private static final String GROUP = "consumer-metrics";
  private static final String NAME = "incoming-byte-total";

  private ReceivedBytes() {}

  /** Its poll comes back with nothing whether there is nothing or nobody answers. */
  static double of(Consumer<?, ?> consumer) {
    double sum = 0;
    for (var metric : consumer.metrics().entrySet()) {
      if (metric.getKey().name().equals(NAME)
          && metric.getKey().group().equals(GROUP)
          && metric.getValue().metricValue() instanceof Double bytes) {
        sum += bytes;
      }
    }
    return sum;
  }
}
