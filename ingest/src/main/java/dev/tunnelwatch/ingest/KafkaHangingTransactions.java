package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.transactions.Hanging;
import dev.tunnelwatch.transactions.OpenTransactions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka itself, and ends what it left open. */
final class KafkaHangingTransactions implements HangingTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaHangingTransactions.class);

  private final Topics topics;
  private final String transactionalPrefix;
  private final OpenTransactions transactions;

  KafkaHangingTransactions(
      Topics topics, String transactionalPrefix, Admin admin, Map<String, Object> kafka) {
    this.topics = topics;
    this.transactionalPrefix = transactionalPrefix;
    transactions = new OpenTransactions(admin, kafka);
  }

  @Override
  public Hanging end(int slot) {
    try {
      var done = ended(slot, find(slot));
      if (!(done instanceof Hanging.Decided)) {
        return done;
      }
      var rest = ended(slot, find(slot)); // what else it has left shows now
      return rest instanceof Hanging.Nothing ? done : rest;
    } catch (ExecutionException | TimeoutException e) {
      throw new SlotLostException("what slot " + slot + " has open in Kafka is not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SlotLostException("interrupted", e);
    }
  }

  private Hanging ended(int slot, Hanging found)
      throws ExecutionException, TimeoutException, InterruptedException {
    return switch (found) {
      case Hanging.Nothing _, Hanging.Ending _ -> found;
      case Hanging.Decided decided -> finished(slot, decided);
      case Hanging.Whole whole -> aborted(slot, whole);
      case Hanging.Left left -> told(slot, left);
    };
  }

  /**
   * Who is not allowed to look goes on without: nothing hangs as a rule. So does a slot at which
   * somebody else has begun in the meantime: it is lost, and will be told.
   */
  private Hanging find(int slot) throws ExecutionException, TimeoutException, InterruptedException {
    var id = transactionalPrefix + slot;
    try {
      return transactions
          .find(
              List.of(id),
              List.of(topics.records(), topics.rejects(), topics.sources()),
              List.of(new TopicPartition(topics.positions(), slot)))
          .getOrDefault(id, new Hanging.Nothing());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException barred) {
        LOG.atWarn()
            .addKeyValue("slot", slot)
            .addKeyValue("why", barred.getMessage())
            .log("not allowed to look for transactions that hang");
        return new Hanging.Nothing();
      }
      throw e;
    }
  }

  private Hanging finished(int slot, Hanging.Decided decided)
      throws ExecutionException, TimeoutException, InterruptedException {
    if (transactions.finish(decided) instanceof Hanging.Left left) {
      return told(slot, left);
    }
    LOG.atWarn()
        .addKeyValue("slot", slot)
        .addKeyValue("committed", decided.toCommit())
        .addKeyValue("aborted", decided.toAbort())
        .log("Kafka had decided of a transaction and left it open; ended as decided");
    return decided;
  }

  private Hanging aborted(int slot, Hanging.Whole whole)
      throws ExecutionException, TimeoutException, InterruptedException {
    if (transactions.abort(whole) instanceof Hanging.Left left) {
      return told(slot, left);
    }
    LOG.atWarn()
        .addKeyValue("slot", slot)
        .addKeyValue("open", whole.open())
        .log("Kafka had left a transaction open in all its partitions; aborted, to be read again");
    return whole;
  }

  private static Hanging told(int slot, Hanging.Left left) {
    LOG.atError()
        .addKeyValue("slot", slot)
        .addKeyValue("why", left.sentence())
        .log("Kafka left a transaction open that a person has to end");
    return left;
  }
}
