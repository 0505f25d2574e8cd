package dev.tunnelwatch.transactions;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;

/**
 * The log in which coordinators keep what they know of transactions. Once a producer has begun its
 * next transaction no request tells what became of the one before; the log does, until it is
 * compacted.
 */
final class CoordinatorLog {
  private static final String TOPIC = "__transaction_state";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> kafka;

  /**
   * @param kafka how to reach it, as for any client
   */
  CoordinatorLog(Map<String, Object> kafka) {
    this.kafka = Map.copyOf(kafka);
  }

  /**
   * What was decided of transactions of these ids; nothing is known where this process may not read
   * the log.
   *
   * @throws TimeoutException when it is not read within 10 s
   */
  Decisions of(Collection<String> transactionalIds) throws TimeoutException {
    var settings = new HashMap<>(kafka);
    settings.put("enable.auto.commit", false);
    var bytes = new ByteBufferDeserializer();
    try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      int count = consumer.partitionsFor(TOPIC, PATIENCE).size();
      consumer.assign(
          transactionalIds.stream()
              .map(id -> new TopicPartition(TOPIC, Utils.abs(id.hashCode()) % count))
              .collect(Collectors.toSet()));
      return read(consumer, Set.copyOf(transactionalIds));
    } catch (AuthorizationException e) {
      return Decisions.UNKNOWN;
    }
  }

  private static Decisions read(KafkaConsumer<ByteBuffer, ByteBuffer> consumer, Set<String> ids)
      throws TimeoutException {
    var aborts = new HashMap<Decisions.Transaction, Set<TopicPartition>>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    var ends = consumer.endOffsets(consumer.assignment(), PATIENCE);
    consumer.seekToBeginning(consumer.assignment());
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      if (System.nanoTime() - deadline > 0) {
        throw new TimeoutException(TOPIC + " was not read within " + PATIENCE.toSeconds() + " s");
      }
      for (var record : consumer.poll(POLL)) {
        if (record.value() != null && ids.contains(transactionalId(record))) {
          note(value(record), aborts);
        }
      }
    }
    return new Decisions(aborts);
  }

  /** Its ends bear the epoch after the one that it was written under. */
  private static void note(
      TransactionLogValue said, Map<Decisions.Transaction, Set<TopicPartition>> aborts) {
    if (said.transactionStatus() == TransactionState.PREPARE_ABORT.id()) {
      var partitions =
          said.transactionPartitions().stream()
              .flatMap(
                  topic ->
                      topic.partitionIds().stream().map(n -> new TopicPartition(topic.topic(), n)))
              .collect(Collectors.toUnmodifiableSet());
      aborts.put(
          new Decisions.Transaction(said.producerId(), said.producerEpoch() - 1), partitions);
    }
  }

  private static String transactionalId(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
    var key = record.key().duplicate();
    short version = key.getShort();
    return new TransactionLogKey(new ByteBufferAccessor(key), version).transactionalId();
  }

  private static TransactionLogValue value(ConsumerRecord<ByteBuffer, ByteBuffer> record) {
    var value = record.value().duplicate();
    short version = value.getShort();
    return new TransactionLogValue(new ByteBufferAccessor(value), version);
  }
}
