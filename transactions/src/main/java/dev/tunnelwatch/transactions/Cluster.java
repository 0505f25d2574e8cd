package dev.tunnelwatch.transactions;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/** Where partitions are, as Kafka has it at the moment. */
final class Cluster {
  /** For any answer. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Admin admin;

  Cluster(Admin admin) {
    this.admin = admin;
  }

  static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Who is to be asked about it.
   *
   * @throws TimeoutException when nobody leads it
   */
  Node leader(TopicPartition partition)
      throws ExecutionException, TimeoutException, InterruptedException {
    var topic = get(admin.describeTopics(List.of(partition.topic())).allTopicNames());
    var leader =
        topic.values().stream()
            .flatMap(described -> described.partitions().stream())
            .filter(each -> each.partition() == partition.partition())
            .flatMap(each -> Optional.ofNullable(each.leader()).stream())
            .findFirst();
    return leader.orElseThrow(() -> new TimeoutException("no leader of " + partition));
  }

  /** With the bounds of its log. */
  PartitionLog.Place place(TopicPartition partition)
      throws ExecutionException, TimeoutException, InterruptedException {
    return new PartitionLog.Place(
        partition,
        leader(partition),
        offset(partition, OffsetSpec.earliest()),
        offset(partition, OffsetSpec.latest()));
  }

  private long offset(TopicPartition partition, OffsetSpec which)
      throws ExecutionException, TimeoutException, InterruptedException {
    return get(admin.listOffsets(Map.of(partition, which)).partitionResult(partition)).offset();
  }
}
