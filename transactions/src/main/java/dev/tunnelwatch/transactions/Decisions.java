package dev.tunnelwatch.transactions;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;

/**
 * What coordinators had decided to abort, and where that had been written. They note it before any
 * partition hears of it.
 *
 * <p>Not safe for several threads.
 */
final class Decisions {
  private static final int STAMPED = 2;

  private final Map<Transaction, Set<TopicPartition>> aborts = new HashMap<>();

  /**
   * One transaction of a producer.
   *
   * @param epoch under which it wrote; since transaction.version 2 no other does
   */
  private record Transaction(long producerId, int epoch) {}

  /**
   * Takes what a coordinator noted, in the order of its log. A note that it could not make sure of
   * stays in the log though it was withdrawn: what comes later counts.
   */
  void take(TransactionLogValue noted) {
    if (noted.clientTransactionVersion() < STAMPED) {
      return;
    }
    // The end of a transaction bears the epoch after its own.
    var transaction = new Transaction(noted.producerId(), noted.producerEpoch() - 1);
    if (noted.transactionStatus() == TransactionState.PREPARE_ABORT.id()) {
      aborts.put(transaction, partitions(noted));
    } else if (noted.transactionStatus() == TransactionState.PREPARE_COMMIT.id()) {
      aborts.remove(transaction);
    }
  }

  private static Set<TopicPartition> partitions(TransactionLogValue noted) {
    return noted.transactionPartitions().stream()
        .flatMap(
            topic -> topic.partitionIds().stream().map(n -> new TopicPartition(topic.topic(), n)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What was found, now that this is known. */
  Hanging judge(Hanging found) {
    var undone = found.open().stream().filter(this::isToAbort).toList();
    return undone.isEmpty() ? found : new Hanging.Undone(undone);
  }

  private boolean isToAbort(Hanging.Open open) {
    var producer = open.producer();
    var transaction = new Transaction(producer.producerId(), producer.producerEpoch());
    return aborts.getOrDefault(transaction, Set.of()).contains(open.partition());
  }
}
