package dev.tunnelwatch.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes every Kafka client of this module, with the settings that the guarantee rests on. */
final class KafkaClients implements AutoCloseable {
  static final int TRANSACTION_MILLIS = 10_000;
  static final int SESSION_MILLIS = 6_000;

  /** With its next one a member hears that another has died, and takes its slots. */
  private static final int HEARTBEAT_MILLIS = 500;

  /** Above any single record: a hub's event is 1 MiB at most, its headers a few hundred bytes. */
  private static final int LARGEST = 2 << 20;

  private static final int REQUEST_MILLIS = 5_000;
  private static final long BUFFER = 8L << 20;

  /** A day of an idle partition's positions is some megabytes, and whoever reads them waits. */
  private static final int POSITIONS_AT_ONCE = 8 << 20;

  private static final int POSITIONS_A_POLL = 10_000;

  private final IngestConfig config;
  private final Admin admin;

  KafkaClients(IngestConfig config) {
    this.config = config;
    var settings = settings("admin");
    settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    this.admin = Admin.create(settings);
  }

  Admin admin() {
    return admin;
  }

  Producer<String, byte[]> producer(int slot) {
    var settings = settings("slot-" + slot);
    settings.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    // Nobody sees a record before the commit, which flushes; sending bit by bit gains nothing.
    settings.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 1_000);
    settings.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 64 << 10);
    settings.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER);
    settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, config.transactionalPrefix() + slot);
    settings.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_MILLIS);
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    // While the markers of the last transaction are being written, the first request of the next is
    // put off, and those behind it would be refused as out of order.
    settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    settings.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, 10);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST);
    settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, TRANSACTION_MILLIS);
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, TRANSACTION_MILLIS);
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /** Of committed records, in no group. */
  Consumer<String, byte[]> reader() {
    var settings = settings("positions");
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, POSITIONS_AT_ONCE);
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POSITIONS_A_POLL);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** The member of the group that shares out the slots; it reads nothing. */
  Consumer<String, byte[]> member() {
    var settings = settings("member");
    settings.put(ConsumerConfig.GROUP_ID_CONFIG, config.group());
    settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, config.instanceId());
    settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    settings.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
    settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  /** The offset behind everything written to a partition, committed or not. */
  long end(TopicPartition partition) {
    var options = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
    try {
      return admin
          .listOffsets(Map.of(partition, OffsetSpec.latest()), options)
          .partitionResult(partition)
          .get(TRANSACTION_MILLIS, TimeUnit.MILLISECONDS)
          .offset();
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("the end of " + partition + " is not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted", e);
    }
  }

  private Map<String, Object> settings(String role) {
    var settings = new HashMap<String, Object>(config.kafka());
    settings.put(
        CommonClientConfigs.CLIENT_ID_CONFIG,
        config.group() + '-' + config.instanceId() + '-' + role);
    return settings;
  }

  @Override
  public void close() {
    admin.close();
  }
}
