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
 * @param restoring what of it is read back
 */
record Vitals(Set<String> late, boolean working, double commits, Restoring restoring) {

  /** Every thread polls many times a second, whether or not anything comes. */
  static final double LATE_SECONDS = 10;

  /**
   * What is read back.
   *
   * @param whole whether no task waits for its state any more
   * @param entries read so far
   * @param reached how far each state has come that is not ready
   */
  record Restoring(boolean whole, long entries, Map<String, Long> reached) {
    Restoring {
      reached = Map.copyOf(reached);
    }
  }

  static Vitals of(Map<MetricName, ? extends Metric> metrics, Restoring restoring) {
    var late = new HashSet<String>();
    boolean working = false;
    double commits = 0;
    for (var metric : metrics.entrySet()) {
      var client = metric.getKey().tags().getOrDefault("client-id", "");
      switch (metric.getKey().group() + '/' + metric.getKey().name()) {
        case "consumer-metrics/last-poll-seconds-ago" -> {
          // The restore consumer polls only while there is something to restore.
          if (!client.endsWith("-restore-consumer") && value(metric.getValue()) > LATE_SECONDS) {
            late.add(client);
          }
        }
        case "consumer-coordinator-metrics/assigned-partitions" ->
            working |= value(metric.getValue()) > 0;
        case "stream-thread-metrics/commit-total" -> commits += value(metric.getValue());
        default -> {} // some thousand others, of which reading some asks RocksDB
      }
    }
    return new Vitals(Set.copyOf(late), working, commits, restoring);
  }

  private static double value(Metric metric) {
    return metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
  }
}
