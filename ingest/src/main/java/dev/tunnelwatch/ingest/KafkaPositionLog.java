package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads positions from their topic, committed ones only, up to the partition's real end. The real
 * end, not the last stable offset: behind another writer's open transaction a committed position
 * would be invisible, and its events would be taken twice.
 */
final class KafkaPositionLog implements PositionLog {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Topics topics;
  private final Supplier<Consumer<String, byte[]>> consumers;
  private final ToLongFunction<TopicPartition> end;
  private final LongSupplier nanos;

  /**
   * @param consumers of committed records, in no group
   * @param end the offset behind everything written, committed or not
   */
  KafkaPositionLog(
      Topics topics,
      Supplier<Consumer<String, byte[]>> consumers,
      ToLongFunction<TopicPartition> end,
      LongSupplier nanos) {
    this.topics = topics;
    this.consumers = consumers;
    this.end = end;
    this.nanos = nanos;
  }

  @Override
  public Map<SourceId, Progress> read(int slot) {
    var partition = new TopicPartition(topics.positions(), slot);
    try (var consumer = consumers.get()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      return readUpTo(end.applyAsLong(partition), partition, consumer);
    } catch (KafkaException e) {
      throw new SlotLostException("positions of slot " + slot + " could not be read", e);
    }
  }

  /**
   * Up to the last stable offsets, since others are writing. That suffices: what was committed
   * before a transaction began lies before it, and compaction does not reach beyond it.
   */
  @Override
  public Map<String, Beginning> beginnings() {
    var slots =
        IntStream.range(0, Topics.SLOTS)
            .mapToObj(slot -> new TopicPartition(topics.positions(), slot))
            .toList();
    try (var consumer = consumers.get()) {
      consumer.assign(slots);
      consumer.seekToBeginning(slots);
      return readAll(consumer.endOffsets(slots, LONGEST), consumer);
    } catch (KafkaException e) {
      throw new SlotLostException("the positions of all slots could not be read", e);
    }
  }

  private Map<String, Beginning> readAll(
      Map<TopicPartition, Long> ends, Consumer<String, byte[]> consumer) {
    var found = new HashMap<String, Beginning>();
    long started = nanos.getAsLong();
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      for (var record : consumer.poll(POLL)) {
        if (record.value() != null) {
          found.merge(
              SourceId.parse(record.key()).source(),
              ProgressRecord.beginning(record.headers()),
              Beginning::with);
        }
      }
      if (nanos.getAsLong() - started > LONGEST.toNanos()) {
        throw new SlotLostException("the positions of all slots were not read in time");
      }
    }
    return found;
  }

  private Map<SourceId, Progress> readUpTo(
      long last, TopicPartition partition, Consumer<String, byte[]> consumer) {
    var found = new HashMap<SourceId, Progress>();
    long started = nanos.getAsLong();
    while (consumer.position(partition) < last) {
      for (var record : consumer.poll(POLL)) {
        if (record.value() != null) {
          var progress = ProgressRecord.read(record);
          found.put(progress.source(), progress);
        }
      }
      if (nanos.getAsLong() - started > LONGEST.toNanos()) {
        throw new SlotLostException(
            partition
                + ": expected to read to offset "
                + last
                + ", stuck at "
                + consumer.position(partition)
                + "; does another writer hold a transaction open?");
      }
    }
    return found;
  }
}
