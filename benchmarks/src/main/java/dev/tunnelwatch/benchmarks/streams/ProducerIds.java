package dev.tunnelwatch.benchmarks.streams;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;

/**
 * Which producer ids the transactions of a broker had. A process that lives keeps its ids until
 * their epochs, one more with each commit, have no number left.
 */
final class ProducerIds {
  private final Map<String, Set<Long>> ids = new HashMap<>();
  private int highestEpoch;

  /** Looks who has a transaction. */
  void look(Admin admin) throws ExecutionException, InterruptedException {
    var names =
        admin.listTransactions().all().get().stream()
            .map(TransactionListing::transactionalId)
            .toList();
    admin
        .describeTransactions(names)
        .all()
        .get()
        .forEach((name, found) -> met(name, found.producerId(), found.producerEpoch()));
  }

  void met(String transactionalId, long id, int epoch) {
    var _ = ids.computeIfAbsent(transactionalId, _ -> new HashSet<>()).add(id);
    highestEpoch = Math.max(highestEpoch, epoch);
  }

  /** All together. */
  int known() {
    return ids.values().stream().mapToInt(Set::size).sum();
  }

  /** How often a producer took another id, because its epochs had no number left. */
  int wraps() {
    return known() - ids.size();
  }

  /** Of those that were seen; they begin anew with another id. */
  int highestEpoch() {
    return highestEpoch;
  }
}
