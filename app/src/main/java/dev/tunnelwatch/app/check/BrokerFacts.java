package dev.tunnelwatch.app.check;

import dev.tunnelwatch.model.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/**
 * What the brokers' settings mean for transactions.
 *
 * @param brokers by id; empty where they may not be read
 */
record BrokerFacts(Map<Integer, Config> brokers) {
  private static final String CLEANUP =
      "transaction.abort.timed.out.transaction.cleanup.interval.ms";
  private static final String COPIES = "transaction.state.log.replication.factor";
  private static final String IN_SYNC = "transaction.state.log.min.isr";
  private static final long CLEANUP_MOST = 1_000;

  static BrokerFacts of(Asking admin, List<Node> nodes) throws InterruptedException {
    var brokers = new TreeMap<Integer, Config>();
    for (var node : nodes) {
      var resource = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
      admin
          .askIfAllowed(
              "tell the brokers' settings",
              client -> client.describeConfigs(List.of(resource)).all())
          .ifPresent(told -> told.values().forEach(config -> brokers.put(node.id(), config)));
    }
    return new BrokerFacts(brokers);
  }

  Verdict verdict() {
    if (brokers.isEmpty()) {
      return Verdict.unknown(
          "may not be read (DescribeConfigs on the cluster)",
          "ask whoever runs it whether " + CLEANUP + "=1000");
    }
    var problems = new ArrayList<String>();
    brokers.forEach(
        (id, config) -> {
          long cleanup = number(config, CLEANUP, CLEANUP_MOST);
          if (cleanup > CLEANUP_MOST) {
            problems.add("broker " + id + " has " + CLEANUP + '=' + cleanup);
          }
          long copies = number(config, COPIES, 1);
          long inSync = number(config, IN_SYNC, 1);
          if (copies > brokers.size() || inSync > copies) {
            problems.add(
                "broker %d has %s=%d and %s=%d, with %s: no transaction can begin"
                    .formatted(
                        id, COPIES, copies, IN_SYNC, inSync, Counted.of(brokers.size(), "broker")));
          }
        });
    return problems.isEmpty()
        ? Verdict.ok("as transactions need them")
        : Verdict.wrong(
            String.join(", ", problems),
            CLEANUP
                + "=1000 in server.properties, or a process that dies keeps every reader waiting for"
                + " up to 40 s; no more copies than brokers");
  }

  private static long number(Config config, String name, long otherwise) {
    var entry = config.get(name);
    return entry == null || entry.value() == null ? otherwise : Long.parseLong(entry.value());
  }
}
