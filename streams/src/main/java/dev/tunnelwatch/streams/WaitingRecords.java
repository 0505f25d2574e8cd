package dev.tunnelwatch.streams;

import dev.tunnelwatch.streams.FirstRecords.First;
import dev.tunnelwatch.streams.FirstRecords.Stretch;
import dev.tunnelwatch.streams.RecordLags.Waiting;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * What stands in {@code tw.records} behind the offsets that correlation has committed, by what
 * Kafka itself says. The first record that can be read tells how long; where there is none, the
 * first of what cannot be read yet: behind a transaction that was left open all else waits, and a
 * consumer takes its beginning for the end. What was aborted waits for nobody. For one thread.
 */
final class WaitingRecords implements LagWatch.Source {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final CorrelatorConfig config;
  private final Admin admin;
  private final FirstRecords readable;
  private final FirstRecords any;

  WaitingRecords(CorrelatorConfig config) {
    this.config = config;
    admin = Admin.create(config.kafka());
    readable = new FirstRecords(config.kafka(), IsolationLevel.READ_COMMITTED);
    any = new FirstRecords(config.kafka(), IsolationLevel.READ_UNCOMMITTED);
  }

  @Override
  public Map<Integer, Waiting> of(Set<Integer> partitions)
      throws ExecutionException, TimeoutException, InterruptedException {
    if (partitions.isEmpty()) {
      return Map.of();
    }
    var asked =
        partitions.stream()
            .map(partition -> new TopicPartition(config.topics().records(), partition))
            .collect(Collectors.toSet());
    // The ends before the offsets: what stood there then and was not taken since does wait. Of whom
    // one thing is not known nothing else is asked: half an answer would pass for none waiting.
    var ends = offsets(asked, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    var stable = offsets(ends.keySet(), OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    var from = notTaken(stable.keySet());
    long now = System.currentTimeMillis();
    var firsts = readable.in(stretches(from, stable));
    var rest = heldBack(firsts, ends);
    firsts.keySet().removeAll(rest.keySet());
    firsts.putAll(any.in(rest));
    var found = new HashMap<Integer, Waiting>();
    firsts.forEach(
        (partition, first) ->
            found.put(
                partition.partition(),
                waiting(first, ends.getOrDefault(partition, first.offset()), now)));
    return found;
  }

  private static Waiting waiting(First first, long end, long now) {
    return first.writtenAt().isEmpty()
        ? new Waiting(first.offset(), 0, 0)
        : new Waiting(first.offset(), end - first.offset(), seconds(first.writtenAt(), now));
  }

  private static double seconds(OptionalLong writtenAt, long now) {
    long at = writtenAt.orElse(-1);
    return at < 0 ? Double.NaN : Math.max(0, (now - at) / 1e3); // a record need not have a stamp
  }

  /** Where the first record stands that correlation has not committed. */
  private Map<TopicPartition, Long> notTaken(Set<TopicPartition> asked)
      throws ExecutionException, TimeoutException, InterruptedException {
    var begins = offsets(asked, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    var committed =
        admin
            .listConsumerGroupOffsets(config.applicationId())
            .partitionsToOffsetAndMetadata()
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    var from = new HashMap<TopicPartition, Long>();
    begins.forEach(
        (partition, begin) -> {
          var offset = committed.get(partition);
          from.put(partition, offset == null ? begin : Math.max(begin, offset.offset()));
        });
    return from;
  }

  private static Map<TopicPartition, Stretch> stretches(
      Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
    var stretches = new HashMap<TopicPartition, Stretch>();
    from.forEach(
        (partition, begin) ->
            stretches.put(partition, new Stretch(begin, ends.getOrDefault(partition, begin))));
    return stretches;
  }

  /** Of those partitions in which there is nothing else. */
  private static Map<TopicPartition, Stretch> heldBack(
      Map<TopicPartition, First> readable, Map<TopicPartition, Long> ends) {
    var from = new HashMap<TopicPartition, Long>();
    readable.forEach(
        (partition, first) -> {
          if (first.writtenAt().isEmpty()) {
            from.put(partition, first.offset());
          }
        });
    return stretches(from, ends);
  }

  /** Without those of which Kafka does not say it in time. */
  private Map<TopicPartition, Long> offsets(
      Set<TopicPartition> partitions, OffsetSpec which, IsolationLevel isolation)
      throws ExecutionException, TimeoutException, InterruptedException {
    var asked = partitions.stream().collect(Collectors.toMap(each -> each, _ -> which));
    var options = new ListOffsetsOptions(isolation);
    options.timeoutMs((int) PATIENCE.toMillis());
    var answer = admin.listOffsets(asked, options);
    var each = partitions.stream().collect(Collectors.toMap(of -> of, answer::partitionResult));
    var offsets = new HashMap<TopicPartition, Long>();
    Answers.inTime(each, PATIENCE)
        .forEach((partition, found) -> offsets.put(partition, found.offset()));
    return offsets;
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
    readable.close();
    any.close();
  }
}
