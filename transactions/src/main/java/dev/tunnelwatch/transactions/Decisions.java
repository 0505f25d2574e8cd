package dev.tunnelwatch.transactions;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;

/**
 * What coordinators had decided of transactions that hang, and where those had been written. They
 * note it before any partition hears of it.
 *
 * <p>Not safe for several threads.
 */
final class Decisions {
  private static final int STAMPED = 2;

  private final Set<Transaction> asked;
  private final Map<Transaction, Decision> decided = new HashMap<>();

  /**
   * One transaction of a producer.
   *
   * @param epoch under which it wrote; since transaction.version 2 no other does
   */
  private record Transaction(long producerId, int epoch) {
    private static Transaction of(ProducerState producer) {
      return new Transaction(producer.producerId(), producer.producerEpoch());
    }

    private boolean isBefore(Transaction other) {
      return producerId == other.producerId && epoch < other.epoch;
    }
  }

  /**
   * What was decided of one.
   *
   * @param doubtful whether the end of a later one may have taken it along somewhere
   */
  private record Decision(boolean commits, Set<TopicPartition> where, boolean doubtful) {}

  /**
   * A transaction that was to be committed, and that a later one may have aborted with itself.
   *
   * @param elsewhere where it was written and is not open
   */
  record Doubt(long producerId, int epoch, Set<TopicPartition> elsewhere) {}

  /**
   * Nothing is known yet.
   *
   * @param open of which something is to be known; a log has many others
   */
  Decisions(Collection<Hanging.Open> open) {
    asked =
        open.stream()
            .map(each -> Transaction.of(each.producer()))
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Takes what a coordinator noted, in the order of its log. A note that it could not make sure of
   * stays in the log though it was withdrawn: what comes later counts.
   */
  void take(TransactionLogValue noted) {
    boolean commits = noted.transactionStatus() == TransactionState.PREPARE_COMMIT.id();
    boolean aborts = noted.transactionStatus() == TransactionState.PREPARE_ABORT.id();
    if (noted.clientTransactionVersion() < STAMPED || !(commits || aborts)) {
      return;
    }
    // The end of a transaction bears the epoch after its own.
    var transaction = new Transaction(noted.producerId(), noted.producerEpoch() - 1);
    var where = partitions(noted);
    if (asked.contains(transaction)) {
      decided.put(transaction, new Decision(commits, where, false));
    }
    if (aborts) {
      decided.replaceAll(
          (earlier, decision) ->
              isTakenAlong(earlier, decision, transaction, where)
                  ? new Decision(true, decision.where(), true)
                  : decision);
    }
  }

  /** Where both wrote, the end of the later one may have aborted the earlier one with itself. */
  private static boolean isTakenAlong(
      Transaction earlier, Decision decision, Transaction later, Set<TopicPartition> where) {
    return earlier.isBefore(later)
        && decision.commits()
        && !Collections.disjoint(decision.where(), where);
  }

  private static Set<TopicPartition> partitions(TransactionLogValue noted) {
    return noted.transactionPartitions().stream()
        .flatMap(
            topic -> topic.partitionIds().stream().map(n -> new TopicPartition(topic.topic(), n)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * What was found, now that this is known.
   *
   * @param producers as Kafka told them when it was found
   */
  Hanging judge(Hanging found, Map<TopicPartition, List<ProducerState>> producers) {
    var toCommit =
        found.open().stream()
            .filter(open -> isDecided(open, true) && !isAbortedByHand(open, producers))
            .toList();
    var toAbort = found.open().stream().filter(open -> isDecided(open, false)).toList();
    return toCommit.isEmpty() && toAbort.isEmpty() ? found : new Hanging.Decided(toCommit, toAbort);
  }

  private boolean isDecided(Hanging.Open open, boolean commits) {
    var decision = decided.get(Transaction.of(open.producer()));
    return decision != null
        && !decision.doubtful()
        && decision.commits() == commits
        && decision.where().contains(open.partition());
  }

  /** Somewhere: an end by hand bears the epoch that the transaction was written under. */
  private boolean isAbortedByHand(
      Hanging.Open open, Map<TopicPartition, List<ProducerState>> producers) {
    var transaction = Transaction.of(open.producer());
    var decision = decided.get(transaction);
    return decision != null
        && decision.where().stream()
            .flatMap(partition -> producers.getOrDefault(partition, List.of()).stream())
            .filter(state -> state.currentTransactionStartOffset().isEmpty())
            .anyMatch(state -> Transaction.of(state).equals(transaction));
  }

  /**
   * Of what was found, if it is open of one transaction alone, and that was to be committed: only
   * the partitions themselves can tell what became of the rest.
   */
  Optional<Doubt> doubt(Hanging found) {
    var transactions =
        found.open().stream().map(open -> Transaction.of(open.producer())).distinct().toList();
    if (transactions.size() != 1) {
      return Optional.empty();
    }
    var transaction = transactions.getFirst();
    return Optional.ofNullable(decided.get(transaction))
        .filter(Decision::doubtful)
        .map(decision -> doubt(transaction, decision, found));
  }

  private static Doubt doubt(Transaction transaction, Decision decision, Hanging found) {
    var elsewhere = new HashSet<>(decision.where());
    found.open().forEach(open -> elsewhere.remove(open.partition()));
    return new Doubt(transaction.producerId(), transaction.epoch(), Set.copyOf(elsewhere));
  }
}
