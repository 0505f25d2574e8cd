package dev.tunnelwatch.benchmarks.streams;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;

/**
 * Which producer ids the transactions of a broker had. A process that lives keeps its ids until
 * their epochs, one more with each commit, have no number left.
 */
final class ProducerIds implements AutoCloseable {
  private final Admin admin;
  private final Set<Long> ids = new HashSet<>();

  ProducerIds(Map<String, Object> kafka) {
    admin = Admin.create(kafka);
  }

  /** Looks who has a transaction, and returns the highest epoch of one. */
  int look() throws ExecutionException, InterruptedException {
    var names =
        admin.listTransactions().all().get().stream()
            .map(TransactionListing::transactionalId)
            .toList();
    var found = admin.describeTransactions(names).all().get().values();
    found.forEach(each -> ids.add(each.producerId()));
    return found.stream().mapToInt(TransactionDescription::producerEpoch).max().orElse(0);
  }

  int known() {
    return ids.size();
  }

  @Override
  public void close() {
    admin.close();
  }
}
