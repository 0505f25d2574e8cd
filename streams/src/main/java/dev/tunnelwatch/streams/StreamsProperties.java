package dev.tunnelwatch.streams;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The settings Kafka Streams is run with (design 5); the user's own cannot change these. */
final class StreamsProperties {

  /** Of what nobody waits for; the rest is hastened by {@link Commits}. */
  static final Duration COMMIT = Duration.ofMillis(500);

  static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

  /**
   * For so long all wait for a member that lives and does not join: one of 5 minutes, Kafka's own,
   * is 5 minutes without a page. Whatever a thread does for longer than a transaction may last is
   * in vain anyway.
   */
  static final Duration REBALANCE_TIMEOUT = Duration.ofSeconds(60);

  /** Shorter than a tick, or a quiet partition would tick only as often as it polls. */
  private static final Duration POLL = Duration.ofMillis(25);

  /** Its constant is deprecated from the first, since it goes with 5.0. */
  private static final String GLOBAL_HANDLER = "processing.exception.handler.global.enabled";

  private StreamsProperties() {}

  static Properties of(CorrelatorConfig config) {
    return of(config, COMMIT);
  }

  static Properties of(CorrelatorConfig config, Duration commit) {
    var properties = new Properties();
    properties.putAll(config.kafka());
    properties.putAll(
        Map.of(
            StreamsConfig.APPLICATION_ID_CONFIG, config.applicationId(),
            StreamsConfig.STATE_DIR_CONFIG, config.stateDirectory().toString(),
            StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.threads(),
            StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, config.standbyReplicas(),
            StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2,
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commit.toMillis(),
            StreamsConfig.POLL_MS_CONFIG, POLL.toMillis(),
            StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED,
            StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic",
            StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true));
    // What Kafka 5 will do of itself, and until then warns of wherever it was not asked for: once a
    // client, and once a thread, whose assignor is told what its consumer is told. The handler is
    // the usual one: it logs and fails.
    properties.putAll(
        Map.of(GLOBAL_HANDLER, true, StreamsConfig.mainConsumerPrefix(GLOBAL_HANDLER), true));
    properties.putAll(
        Map.of(
            StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG,
            RocksDbMemory.class,
            StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG,
            SaneTimestamps.class,
            StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
            LoudSendFailures.class,
            StreamsConfig.mainConsumerPrefix(CommonClientConfigs.GROUP_INSTANCE_ID_CONFIG),
            config.instanceId(),
            StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG),
            (int) SESSION_TIMEOUT.toMillis(),
            StreamsConfig.mainConsumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG),
            (int) SESSION_TIMEOUT.toMillis() / 4,
            StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
            (int) REBALANCE_TIMEOUT.toMillis(),
            StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG),
            "earliest",
            StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
            (int) TRANSACTION_TIMEOUT.toMillis()));
    return properties;
  }
}
