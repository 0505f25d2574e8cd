package dev.tunnelwatch.streams;

import java.util.HashMap;
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
 * @param commits so far of each thread that has partitions; every tick of it leads to one
 * @param restoring what of it is read back
 */
record Vitals(Set<String> late, Map<String, Double> commits, Restoring restoring) {

  private static final String CONSUMER = "-consumer";

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

  /** Whether there is work for any thread. */
  boolean working() {
    return !commits.isEmpty();
  }

  static Vitals of(Map<MetricName, ? extends Metric> metrics, Restoring restoring) {
    var late = new HashSet<String>();
    var working = new HashSet<String>();
    var commits = new HashMap<String, Double>();
    for (var metric : metrics.entrySet()) {
      var client = metric.getKey().tags().getOrDefault("client-id", "");
      switch (metric.getKey().group() + '/' + metric.getKey().name()) {
        case "consumer-metrics/last-poll-seconds-ago" -> {
          // The restore consumer polls only while there is something to restore.
          if (!client.endsWith("-restore-consumer") && value(metric.getValue()) > LATE_SECONDS) {
            late.add(client);
          }
        }
        case "consumer-coordinator-metrics/assigned-partitions" -> {
          if (client.endsWith(CONSUMER) && value(metric.getValue()) > 0) { // named by its thread
            working.add(client.substring(0, client.length() - CONSUMER.length()));
          }
        }
        default -> {} // some thousand others, of which reading some asks RocksDB
      }
      if (isCommits(metric.getKey())) {
        var thread = metric.getKey().tags().getOrDefault("thread-id", "");
        commits.put(thread, value(metric.getValue()));
      }
    }
    commits.keySet().retainAll(working);
    return new Vitals(Set.copyOf(late), Map.copyOf(commits), restoring);
  }

  /** Whether it counts the commits of a thread. */
  static boolean isCommits(MetricName metric) {
    return metric.name().equals("commit-total") && metric.group().equals("stream-thread-metrics");
  }

  static double value(Metric metric) {
    return metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
  }
}
