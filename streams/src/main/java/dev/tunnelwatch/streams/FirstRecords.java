package dev.tunnelwatch.streams;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A reader that looks for the first record in stretches of partitions. For one thread. */
final class FirstRecords implements AutoCloseable {

  /** For all stretches together. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> reader;

  /**
   * @param kafka how it is reached
   * @param isolation whether records count whose transaction is open or was aborted
   */
  FirstRecords(Map<String, Object> kafka, IsolationLevel isolation) {
    var properties = new HashMap<>(kafka);
    properties.put(
        ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.name().toLowerCase(Locale.ROOT));
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 16 * 1024);
    reader =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Where the offsets of a partition begin and end.
   *
   * @param end behind the last
   */
  record Stretch(long from, long end) {}

  /**
   * Where something stands, or nothing does any more.
   *
   * @param offset of the record, or where the search ended behind the stretch
   * @param writtenAt as the record says, milliseconds since 1970; empty where there is none
   */
  record First(long offset, OptionalLong writtenAt) {}

  /** What stands first in each stretch; one of which that is not known in time is left out. */
  Map<TopicPartition, First> in(Map<TopicPartition, Stretch> stretches) {
    var found = new HashMap<TopicPartition, First>();
    var sought = new HashMap<>(stretches);
    passEnds(sought, found, (_, stretch) -> stretch.from());
    reader.assign(sought.keySet());
    sought.forEach((partition, stretch) -> reader.seek(partition, stretch.from()));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!sought.isEmpty() && System.nanoTime() < deadline) {
      for (var record : reader.poll(POLL)) {
        var partition = new TopicPartition(record.topic(), record.partition());
        var stretch = sought.get(partition);
        if (stretch != null && record.offset() < stretch.end()) {
          sought.remove(partition);
          reader.pause(List.of(partition));
          found.put(partition, new First(record.offset(), OptionalLong.of(record.timestamp())));
        }
      }
      passEnds(sought, found, (partition, _) -> position(partition));
    }
    reader.unsubscribe();
    return found;
  }

  /** Before everything where it is not known, as of a partition without a leader. */
  private long position(TopicPartition partition) {
    try {
      return reader.position(partition, Duration.ZERO);
    } catch (TimeoutException e) {
      return -1;
    }
  }

  private interface Reached {
    long offset(TopicPartition partition, Stretch of);
  }

  /** What is left of a stretch may be no more than the ends of transactions. */
  private static void passEnds(
      Map<TopicPartition, Stretch> sought, Map<TopicPartition, First> found, Reached reached) {
    for (var each : List.copyOf(sought.entrySet())) {
      long offset = reached.offset(each.getKey(), each.getValue());
      if (offset >= each.getValue().end()) {
        found.put(each.getKey(), new First(offset, OptionalLong.empty()));
        sought.remove(each.getKey());
      }
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
