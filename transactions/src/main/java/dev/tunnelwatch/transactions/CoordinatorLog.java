package dev.tunnelwatch.transactions;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log in which coordinators keep what they know of transactions. Once a producer has begun its
 * next transaction no request tells what became of the one before; the log does, until it is
 * compacted.
 */
final class CoordinatorLog {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorLog.class);
  private static final String TOPIC = "__transaction_state";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> kafka;

  /**
   * @param kafka how to reach it, as for any client
   */
  CoordinatorLog(Map<String, Object> kafka) {
    var settings = new HashMap<>(kafka);
    settings.put("client.id", "tw-coordinator-log");
    settings.put("enable.auto.commit", false);
    settings.put("allow.auto.create.topics", false);
    settings.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
    this.kafka = Map.copyOf(settings);
  }

  /**
   * What was decided of what hangs. Empty, and the log of this process says why, where it cannot be
   * read within some 10 s, or not at all.
   *
   * @param hanging by transactional id
   * @throws InterruptException when this thread is interrupted
   */
  Optional<Decisions> of(Map<String, Hanging> hanging) {
    try {
      return Optional.of(read(hanging));
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      LOG.atWarn()
          .addKeyValue("why", e.toString())
          .log("what Kafka decided of open transactions cannot be read; their epochs alone tell");
      return Optional.empty();
    }
  }

  private Decisions read(Map<String, Hanging> hanging) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var decisions =
        new Decisions(hanging.values().stream().flatMap(each -> each.open().stream()).toList());
    var bytes = new ByteBufferDeserializer();
    try (var consumer = new KafkaConsumer<>(kafka, bytes, bytes)) {
      int count = consumer.partitionsFor(TOPIC).size();
      if (count == 0) {
        return decisions;
      }
      consumer.assign(
          hanging.keySet().stream()
              .map(id -> new TopicPartition(TOPIC, Utils.abs(id.hashCode()) % count))
              .collect(Collectors.toSet()));
      consumer.seekToBeginning(consumer.assignment());
      var ends = consumer.endOffsets(consumer.assignment());
      while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
        if (System.nanoTime() - deadline > 0) {
          throw new TimeoutException("more of " + TOPIC + " than can be read in 10 s");
        }
        for (var record : consumer.poll(POLL)) {
          if (isKnownForm(record) && hanging.containsKey(transactionalId(record))) {
            decisions.take(noted(record));
          }
        }
      }
    }
    return decisions;
  }

  /** Kafka's own reader passes over what a later version wrote, too. */
  private static boolean isKnownForm(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
    return record.value() != null
        && version(record.key()) <= TransactionLogKey.HIGHEST_SUPPORTED_VERSION
        && version(record.value()) <= TransactionLogValue.HIGHEST_SUPPORTED_VERSION;
  }

  private static short version(ByteBuffer bytes) {
    return bytes.getShort(bytes.position());
  }

  private static String transactionalId(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
    var key = record.key().duplicate();
    short version = key.getShort();
    return new TransactionLogKey(new ByteBufferAccessor(key), version).transactionalId();
  }

  private static TransactionLogValue noted(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
    var value = record.value().duplicate();
    short version = value.getShort();
    return new TransactionLogValue(new ByteBufferAccessor(value), version);
  }
}
