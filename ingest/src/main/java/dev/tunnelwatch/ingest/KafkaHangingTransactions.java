package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Kafka itself, and lets it abort. */
final class KafkaHangingTransactions implements HangingTransactions {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaHangingTransactions.class);
  private static final String FEATURE = "transaction.version";
  private static final int STAMPED = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Topics topics;
  private final String transactionalPrefix;
  private final Admin admin;

  KafkaHangingTransactions(Topics topics, String transactionalPrefix, Admin admin) {
    this.topics = topics;
    this.transactionalPrefix = transactionalPrefix;
    this.admin = admin;
  }

  @Override
  public Hanging end(int slot) {
    try {
      var found = find(slot);
      return switch (found) {
        case Hanging.Nothing _ -> found;
        case Hanging.Whole(var open) -> aborted(slot, open);
        case Hanging.Left left -> told(slot, left);
      };
    } catch (ExecutionException | TimeoutException e) {
      throw new SlotLostException("what slot " + slot + " has open in Kafka is not known", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SlotLostException("interrupted", e);
    }
  }

  /** Who is not allowed to look goes on without: nothing hangs as a rule. */
  private Hanging find(int slot) throws ExecutionException, TimeoutException, InterruptedException {
    try {
      var settled = settled(transactionalPrefix + slot);
      return settled.isEmpty()
          ? new Hanging.Nothing()
          : Hanging.of(settled.get(), stamped(), producers(slot));
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

  /** Empty when somebody else has begun in the meantime: the slot is lost, and will be told. */
  private Optional<Hanging.Settled> settled(String transactionalId)
      throws ExecutionException, TimeoutException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() - deadline < 0) {
      var said =
          get(admin.describeTransactions(List.of(transactionalId)).description(transactionalId));
      switch (said.state()) {
        case EMPTY, COMPLETE_COMMIT, COMPLETE_ABORT -> {
          return Optional.of(producer(said));
        }
        case ONGOING, PREPARE_EPOCH_FENCE, UNKNOWN -> {
          return Optional.empty();
        }
        case PREPARE_COMMIT, PREPARE_ABORT -> TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      }
    }
    throw new TimeoutException("the last transaction of " + transactionalId + " does not end");
  }

  private static Hanging.Settled producer(TransactionDescription said) {
    return new Hanging.Settled(said.producerId(), said.producerEpoch());
  }

  private boolean stamped() throws ExecutionException, TimeoutException, InterruptedException {
    var level = get(admin.describeFeatures().featureMetadata()).finalizedFeatures().get(FEATURE);
    return level != null && level.maxVersionLevel() >= STAMPED;
  }

  private Map<TopicPartition, List<ProducerState>> producers(int slot)
      throws ExecutionException, TimeoutException, InterruptedException {
    var shared = List.of(topics.records(), topics.rejects(), topics.sources());
    var asked = new ArrayList<TopicPartition>();
    asked.add(new TopicPartition(topics.positions(), slot));
    for (var topic : get(admin.describeTopics(shared).allTopicNames()).values()) {
      topic.partitions().forEach(p -> asked.add(new TopicPartition(topic.name(), p.partition())));
    }
    var states = get(admin.describeProducers(asked).all());
    return states.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> active(each.getValue())));
  }

  private static List<ProducerState> active(PartitionProducerState state) {
    return state.activeProducers();
  }

  /**
   * Whoever dies in between leaves it to the next owner, who finds it as whole as it was: the ends
   * written here bear its own epoch, not the next.
   */
  private Hanging aborted(int slot, List<Hanging.Open> open)
      throws ExecutionException, TimeoutException, InterruptedException {
    for (var each : open) {
      try {
        get(admin.abortTransaction(each.abort()).all());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof AuthorizationException) {
          return told(slot, new Hanging.Left(open, "this process is not allowed to abort it"));
        }
        throw e;
      }
    }
    LOG.atWarn()
        .addKeyValue("slot", slot)
        .addKeyValue("open", open)
        .log("Kafka had left a transaction open in all its partitions; aborted, to be read again");
    return new Hanging.Whole(open);
  }

  private static Hanging told(int slot, Hanging.Left left) {
    LOG.atError()
        .addKeyValue("slot", slot)
        .addKeyValue("why", left.sentence())
        .log("Kafka left a transaction open that a person has to end");
    return left;
  }

  private static <T> T get(KafkaFuture<T> future)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
