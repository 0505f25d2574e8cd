package dev.tunnelwatch.benchmarks.ingest;

import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.BrokerException;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.simulator.hub.Hub;
import dev.tunnelwatch.simulator.hub.HubServer;
import dev.tunnelwatch.simulator.hub.HubServerConfig;
import dev.tunnelwatch.simulator.hub.HubSpec;
import dev.tunnelwatch.simulator.hub.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real broker, a hub and ingesting processes, all on loopback and all ended with this. */
final class Stage implements AutoCloseable {
  static final String HUB = "insights-logs";
  static final String GROUP = "tw-ingest";

  /** So many that every slot has one. */
  private static final int PARTITIONS = 20;

  /** More than the publisher is ever ahead. */
  private static final Retention RETENTION =
      new Retention(1_000_000, 256L << 20, Duration.ofDays(1));

  private static final int STARTS = 3;

  private final Path directory;
  private final HubServer hubs;
  private final int port;
  private EmbeddedKafka kafka;
  private final List<Mortal> all = new ArrayList<>();
  private final List<RunProcess> runs = new ArrayList<>();

  private Stage(Path directory, HubServer hubs, EmbeddedKafka kafka) {
    this.directory = directory;
    this.hubs = hubs;
    this.kafka = kafka;
    var servers = kafka.bootstrapServers();
    port = Integer.parseInt(servers.substring(servers.indexOf(':') + 1));
  }

  static Stage set(Path directory) {
    var spec = HubSpec.of(HUB, PARTITIONS).withRetention(RETENTION);
    var hubs = HubServer.start(HubServerConfig.of(InstantSource.system(), spec));
    var kafka = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), 0));
    TopicSetup.ensure(
        Map.of("bootstrap.servers", kafka.bootstrapServers()), TopicPlan.all(Topics.DEFAULT));
    return new Stage(directory, hubs, kafka);
  }

  Hub hub() {
    return hubs.hub(HUB);
  }

  HubServer hubs() {
    return hubs;
  }

  String connection() {
    return hubs.connectionString(HUB);
  }

  String servers() {
    return kafka.bootstrapServers();
  }

  /** Another process, of that name in the group. */
  Mortal ingest(String instance) {
    return ingest(GROUP, instance);
  }

  Mortal ingest(String group, String instance) {
    var where =
        new Mortal.Where(
            servers(),
            connection(),
            HUB,
            instance,
            group,
            directory.resolve("ingest-" + instance + ".log"));
    var started = Mortal.start(where);
    all.add(started);
    return started;
  }

  /** The product itself, with a directory of that name. */
  RunProcess run(String name) {
    var started = RunProcess.start(directory.resolve(name), servers(), connection());
    runs.add(started);
    return started;
  }

  /** How often the processes have said so. */
  long said(String words) throws IOException {
    long times = 0;
    for (var each : all) {
      times += each.said(words);
    }
    return times;
  }

  boolean brokerAlive() {
    return kafka.alive();
  }

  /** The broker is gone at once. */
  void killBroker() {
    ProcessHandle.of(kafka.pid()).ifPresent(ProcessHandle::destroyForcibly);
    kafka.close();
  }

  /** On a busy machine a start may take longer than its parent waits: then it is started again. */
  void restartBroker() {
    for (int left = STARTS - 1; ; left--) {
      try {
        kafka = EmbeddedKafka.start(BrokerConfig.in(directory.resolve("kafka"), port));
        return;
      } catch (BrokerException e) {
        if (left == 0) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    for (var each : all) {
      each.close();
    }
    for (var each : runs) {
      each.close();
    }
    hubs.close();
    kafka.close();
  }
}
