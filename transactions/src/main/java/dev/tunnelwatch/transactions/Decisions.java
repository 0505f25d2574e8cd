package dev.tunnelwatch.transactions;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What coordinators had decided to abort, and where that had been written. They note it before any
 * partition hears of it.
 */
record Decisions(Map<Transaction, Set<TopicPartition>> aborts) {
  static final Decisions UNKNOWN = new Decisions(Map.of());

  /**
   * One transaction of a producer.
   *
   * @param epoch under which it wrote; with transaction.version 2 no other does
   */
  record Transaction(long producerId, int epoch) {}

  Decisions {
    aborts = Map.copyOf(aborts);
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
