package dev.tunnelwatch.transactions;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;

/**
 * What coordinators had decided of transactions, and where those had been written. They note it
 * before any partition hears of it.
 *
 * <p>Not safe for several threads.
 */
final class Decisions {
  private static final int STAMPED = 2;

  private final Map<Transaction, Decision> decided = new HashMap<>();

  /**
   * One transaction of a producer.
   *
   * @param epoch under which it wrote; since transaction.version 2 no other does
   */
  private record Transaction(long producerId, int epoch) {}

  private record Decision(boolean commits, Set<TopicPartition> where) {}

  /**
   * Takes what a coordinator noted, in the order of its log. A note that it could not make sure of
   * stays in the log though it was withdrawn: what comes later counts.
   */
  void take(TransactionLogValue noted) {
    if (noted.clientTransactionVersion() < STAMPED) {
      return;
    }
    boolean commits = noted.transactionStatus() == TransactionState.PREPARE_COMMIT.id();
    if (commits || noted.transactionStatus() == TransactionState.PREPARE_ABORT.id()) {
      // The end of a transaction bears the epoch after its own.
      var transaction = new Transaction(noted.producerId(), noted.producerEpoch() - 1);
      decided.put(transaction, new Decision(commits, partitions(noted)));
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
    var toCommit = found.open().stream().filter(open -> isDecided(open, true)).toList();
    var toAbort = found.open().stream().filter(open -> isDecided(open, false)).toList();
    return toCommit.isEmpty() && toAbort.isEmpty() ? found : new Hanging.Decided(toCommit, toAbort);
  }

  private boolean isDecided(Hanging.Open open, boolean commits) {
    var producer = open.producer();
    var decision = decided.get(new Transaction(producer.producerId(), producer.producerEpoch()));
    return decision != null
        && decision.commits() == commits
        && decision.where().contains(open.partition());
  }
}
