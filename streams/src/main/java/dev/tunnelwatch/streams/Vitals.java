package dev.tunnelwatch.streams;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * What tells from outside whether the threads of correlation get on. Taken from Kafka's own
 * metrics, which take no lock that a hanging thread may hold.
 *
 * @param late threads, by the client they read with, that have not come back to it for a while
 * @param working whether partitions are assigned; then every tick leads to a commit
 * @param commits so far; less than before where a thread was replaced
 * @param restored entries of state read back so far
 */
record Vitals(Set<String> late, boolean working, double commits, long restored) {

  /** Every thread polls many times a second, whether or not anything comes. */
  static final double LATE_SECONDS = 10;

  static Vitals of(Map<MetricName, ? extends Metric> metrics, long restored) {
    var late = new HashSet<String>();
    boolean working = false;
    double commits = 0;
    for (var metric : metrics.entrySet()) {
      var client = metric.getKey().tags().getOrDefault("client-id", "");
      if (!(metric.getValue().metricValue() instanceof Number number)
          || client.endsWith(
              "-restore-consumer")) { // polls only while there is something to restore
        continue;
      }
      double value = number.doubleValue();
      switch (metric.getKey().group() + '/' + metric.getKey().name()) {
        case "consumer-metrics/last-poll-seconds-ago" -> {
          if (value > LATE_SECONDS) {
            late.add(client);
          }
        }
        case "consumer-coordinator-metrics/assigned-partitions" -> working |= value > 0;
        case "stream-thread-metrics/commit-total" -> commits += value;
        default -> {} // some hundred others
      }
    }
    return new Vitals(Set.copyOf(late), working, commits, restored);
  }
}
