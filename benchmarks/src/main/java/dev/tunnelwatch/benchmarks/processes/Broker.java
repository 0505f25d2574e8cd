package dev.tunnelwatch.benchmarks.processes;

import dev.tunnelwatch.app.broker.BrokerConfig;
import dev.tunnelwatch.app.broker.BrokerException;
import dev.tunnelwatch.app.broker.EmbeddedKafka;
import java.nio.file.Path;
import java.util.Map;

/** A real broker that can be killed and comes back where it was. */
public final class Broker implements AutoCloseable {
  private static final int STARTS = 3;

  private final Path directory;
  private final Map<String, String> settings;
  private final int port;
  private EmbeddedKafka kafka;

  private Broker(Path directory, Map<String, String> settings, EmbeddedKafka kafka) {
    this.directory = directory;
    this.settings = settings;
    this.kafka = kafka;
    var servers = kafka.bootstrapServers();
    port = Integer.parseInt(servers.substring(servers.indexOf(':') + 1));
  }

  public static Broker start(Path directory) {
    return start(directory, Map.of());
  }

  /** With some settings of Kafka of its own. */
  public static Broker start(Path directory, Map<String, String> settings) {
    var config = BrokerConfig.in(directory, 0).with(settings);
    return new Broker(directory, config.settings(), EmbeddedKafka.start(config));
  }

  public String servers() {
    return "127.0.0.1:" + port;
  }

  /** What every client needs to know. */
  public Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", servers());
  }

  public boolean alive() {
    return kafka.alive();
  }

  /** It is gone at once. */
  public void kill() {
    ProcessHandle.of(kafka.pid()).ifPresent(ProcessHandle::destroyForcibly);
    kafka.close();
  }

  /** On a busy machine a start may take longer than its parent waits: then it is started again. */
  public void restart() {
    for (int left = STARTS - 1; ; left--) {
      try {
        kafka = EmbeddedKafka.start(BrokerConfig.in(directory, port).with(settings));
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
    kafka.close();
  }
}
