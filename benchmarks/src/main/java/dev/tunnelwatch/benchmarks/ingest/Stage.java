package dev.tunnelwatch.benchmarks.ingest;

import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.RunProcess;
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

/** A real broker, a hub and ingesting processes, all on loopback and all ended with this. */
final class Stage implements AutoCloseable {
  static final String HUB = "insights-logs";
  static final String GROUP = "tw-ingest";

  /** So many that every slot has one. */
  private static final int PARTITIONS = 20;

  /** More than the publisher is ever ahead. */
  private static final Retention RETENTION =
      new Retention(1_000_000, 256L << 20, Duration.ofDays(1));

  private final Path directory;
  private final HubServer hubs;
  private final Broker broker;
  private final List<Mortal> all = new ArrayList<>();
  private final List<RunProcess> runs = new ArrayList<>();

  private Stage(Path directory, HubServer hubs, Broker broker) {
    this.directory = directory;
    this.hubs = hubs;
    this.broker = broker;
  }

  static Stage set(Path directory) {
    var spec = HubSpec.of(HUB, PARTITIONS).withRetention(RETENTION);
    var hubs = HubServer.start(HubServerConfig.of(InstantSource.system(), spec));
    var broker = Broker.start(directory.resolve("kafka"));
    TopicSetup.ensure(broker.kafka(), TopicPlan.all(Topics.DEFAULT));
    return new Stage(directory, hubs, broker);
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
    return broker.servers();
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
    var where =
        RunProcess.Where.reading(directory.resolve(name), "ingest", servers(), HUB, connection());
    var started = RunProcess.start(where);
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

  Broker broker() {
    return broker;
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
    broker.close();
  }
}
