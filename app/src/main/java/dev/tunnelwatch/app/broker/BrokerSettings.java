package dev.tunnelwatch.app.broker;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

/** The properties of a broker that stands alone on loopback. */
final class BrokerSettings {

  private BrokerSettings() {}

  static SortedMap<String, String> of(Path logs, int port, int controllerPort) {
    var settings = new TreeMap<String, String>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
    settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    settings.put("inter.broker.listener.name", "PLAINTEXT");
    settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("log.dirs", logs.toString());
    alone(settings);
    small(settings);
    return settings;
  }

  /** One broker: nothing can be replicated, nobody is worth waiting for. */
  private static void alone(SortedMap<String, String> settings) {
    settings.put("auto.create.topics.enable", "false");
    settings.put("default.replication.factor", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // One that was killed may come back only when the controller, which is itself, has given it up;
    // one that a busy machine holds up for some seconds is not to be given up.
    settings.put("broker.session.timeout.ms", "5000");
    settings.put("broker.heartbeat.interval.ms", "500");
    // A dead process's open transaction blocks every reader until it is aborted (design 5).
    settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }

  private static void small(SortedMap<String, String> settings) {
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("log.cleaner.dedupe.buffer.size", "16777216");
    settings.put("log.index.size.max.bytes", "1048576");
  }
}
