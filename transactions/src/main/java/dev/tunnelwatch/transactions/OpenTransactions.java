package dev.tunnelwatch.transactions;

import static dev.tunnelwatch.transactions.Cluster.PATIENCE;
import static dev.tunnelwatch.transactions.Cluster.get;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ListTransactionsResult;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.TransactionCoordinatorFencedException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/**
 * Asks Kafka itself what is open, and ends it. Every call waits for Kafka, each answer at most 10
 * s; what Kafka refuses is an {@link ExecutionException}.
 */
public final class OpenTransactions {
  private static final String FEATURE = "transaction.version";
  private static final int STAMPED = 2;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Admin admin;
  private final Cluster cluster;
  private final CoordinatorLog log;
  private final Markers markers;
  private final PartitionLog partitions;
  private Map<String, Hanging> judged = Map.of();
  private Decisions decisions = new Decisions(List.of());

  /**
   * @param kafka how to reach it, as for any client
   */
  public OpenTransactions(Admin admin, Map<String, Object> kafka) {
    this.admin = admin;
    cluster = new Cluster(admin);
    log = new CoordinatorLog(kafka);
    var wire = new Wire(kafka);
    markers = new Markers(wire);
    partitions = new PartitionLog(wire);
  }

  /**
   * What those producers have left. Of one that has a transaction under way only what was decided
   * is said: the rest is seen when it has none. They are waited for 10 s together.
   *
   * @param transactionalIds whose transactions they were
   * @param topics all of whose partitions they may have written to
   * @param more partitions that they may have written to
   * @return by transactional id
   */
  public SortedMap<String, Hanging> find(
      Collection<String> transactionalIds, Collection<String> topics, List<TopicPartition> more)
      throws ExecutionException, TimeoutException, InterruptedException {
    // In that order: what is open under an epoch before the one told here was over by then.
    var settled = new TreeMap<String, Hanging.Settled>();
    var atWork = new TreeMap<String, Hanging.Settled>();
    var found = new TreeMap<String, Hanging>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (var id : transactionalIds) {
      var said = awaited(id, deadline);
      if (said.isPresent()) {
        switch (said.get().state()) {
          case EMPTY, COMPLETE_COMMIT, COMPLETE_ABORT -> settled.put(id, producer(said.get()));
          case PREPARE_COMMIT, PREPARE_ABORT -> found.put(id, new Hanging.Ending());
          case ONGOING -> atWork.put(id, producer(said.get()));
          case PREPARE_EPOCH_FENCE, UNKNOWN -> {} // another's by now
        }
      }
    }
    if (settled.isEmpty() && atWork.isEmpty()) {
      return found;
    }
    boolean stamped = stamped();
    var producers = producers(topics, more);
    settled.forEach((id, producer) -> found.put(id, Hanging.of(producer, stamped, producers)));
    if (stamped) {
      atWork.forEach((id, producer) -> found.put(id, Hanging.of(producer, true, producers)));
      var certain = judge(found, producers);
      found.keySet().removeIf(id -> atWork.containsKey(id) && !certain.contains(id));
    }
    return found;
  }

  /**
   * Asks for what was decided only where something hangs, and once while the same does: the log
   * that tells is long. Where it did not tell it is asked again.
   *
   * @return the ids of which it is known, whatever is under way under them
   */
  private synchronized Set<String> judge(
      Map<String, Hanging> found, Map<TopicPartition, List<ProducerState>> producers)
      throws ExecutionException, TimeoutException, InterruptedException {
    var hanging = new TreeMap<>(found);
    hanging.values().removeIf(each -> each.open().isEmpty());
    if (!hanging.equals(judged)) {
      var told = hanging.isEmpty() ? Optional.<Decisions>empty() : log.of(hanging);
      judged = told.isPresent() ? hanging : Map.of();
      decisions = told.orElseGet(() -> new Decisions(List.of()));
    }
    var certain = new TreeSet<String>();
    for (var each : found.entrySet()) {
      var said = decisions.judge(each.getValue(), producers);
      var doubt = decisions.doubt(said);
      var sure = doubt.isPresent() ? sure(doubt.get(), said.open()) : Optional.<Hanging>empty();
      each.setValue(sure.orElse(said));
      if (sure.isPresent() || said instanceof Hanging.Decided) {
        certain.add(each.getKey());
      }
    }
    return certain;
  }

  /**
   * What became of it where it is not open decides of the rest: committed everywhere, it is to be
   * committed; aborted everywhere, its offsets among it, it is to be as if it never was. Empty
   * where that is not the same everywhere, or cannot be told.
   */
  private Optional<Hanging> sure(Decisions.Doubt doubt, List<Hanging.Open> open)
      throws ExecutionException, TimeoutException, InterruptedException {
    var ends = EnumSet.noneOf(PartitionLog.End.class);
    for (var partition : doubt.elsewhere()) {
      ends.add(endOf(doubt, partition));
    }
    if (ends.equals(EnumSet.of(PartitionLog.End.COMMITTED))) {
      return Optional.of(new Hanging.Decided(open, List.of()));
    }
    return ends.equals(EnumSet.of(PartitionLog.End.ABORTED))
        ? Optional.of(new Hanging.Whole(open))
        : Optional.empty();
  }

  private PartitionLog.End endOf(Decisions.Doubt doubt, TopicPartition partition)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      return partitions.endOf(doubt.producerId(), doubt.epoch(), cluster.place(partition));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof AuthorizationException) {
        return PartitionLog.End.UNKNOWN;
      }
      throw e;
    }
  }

  /** The transactional ids that begin so, as far as coordinators know by now. */
  public Set<String> ids(String prefix)
      throws ExecutionException, TimeoutException, InterruptedException {
    return ids(admin.listTransactions(), prefix);
  }

  /** Those of them whose transaction has not begun to end. */
  public Set<String> underWay(String prefix)
      throws ExecutionException, TimeoutException, InterruptedException {
    var ongoing = new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
    return ids(admin.listTransactions(ongoing), prefix);
  }

  private static Set<String> ids(ListTransactionsResult listed, String prefix)
      throws ExecutionException, TimeoutException, InterruptedException {
    return get(listed.all()).stream()
        .map(listing -> listing.transactionalId())
        .filter(id -> id.startsWith(prefix))
        .collect(Collectors.toSet());
  }

  /**
   * From now on nobody goes on under that id who does not initialise it anew; what is under way is
   * aborted.
   */
  public void fence(String transactionalId)
      throws ExecutionException, TimeoutException, InterruptedException {
    get(admin.fenceProducers(List.of(transactionalId)).all());
  }

  /**
   * Ends it as it was decided. Where its producer has written on since, that is left to its next
   * end.
   *
   * @return what is left after that: nothing, or all of it where this process may not end it
   */
  public Hanging finish(Hanging.Decided decided)
      throws ExecutionException, TimeoutException, InterruptedException {
    for (var each : decided.toCommit()) {
      if (!isAllowed(() -> markers.commit(each, cluster.leader(each.partition())))) {
        return barred(decided);
      }
    }
    return aborted(decided.toAbort()) ? new Hanging.Nothing() : barred(decided);
  }

  /**
   * Makes it never have been. Whoever dies in between leaves it to the next, who finds it as whole
   * as it was: the ends written here bear its own epoch, not the next.
   *
   * @return what is left after that: nothing, or all of it where this process may not abort
   */
  public Hanging abort(Hanging.Whole whole)
      throws ExecutionException, TimeoutException, InterruptedException {
    return aborted(whole.open())
        ? new Hanging.Nothing()
        : new Hanging.Left(whole.open(), "this process is not allowed to abort it");
  }

  private boolean aborted(List<Hanging.Open> open)
      throws ExecutionException, TimeoutException, InterruptedException {
    for (var each : open) {
      if (!isAllowed(() -> get(admin.abortTransaction(each.abort()).all()))) {
        return false;
      }
    }
    return true;
  }

  private static Hanging barred(Hanging.Decided decided) {
    return new Hanging.Left(
        decided.open(),
        "Kafka does not let this process end it as it was decided",
        "what does is Alter on the cluster, on a Kafka that has KIP-1228");
  }

  private interface End {
    void write() throws ExecutionException, TimeoutException, InterruptedException;
  }

  private static boolean isAllowed(End end)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      end.write();
      return true;
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case AuthorizationException _, UnsupportedVersionException _ -> false;
        // Ended by another meanwhile, or its producer has written on.
        case InvalidProducerEpochException _, TransactionCoordinatorFencedException _ -> true;
        case null, default -> throw e;
      };
    }
  }

  /**
   * Once its coordinator has written all ends of the last transaction, or as it is at the deadline,
   * which is the same for all: those that do not end may be many.
   */
  private Optional<TransactionDescription> awaited(String transactionalId, long deadline)
      throws ExecutionException, TimeoutException, InterruptedException {
    var said = described(transactionalId);
    while (said.filter(OpenTransactions::isEnding).isPresent()
        && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
      said = described(transactionalId);
    }
    return said;
  }

  private static boolean isEnding(TransactionDescription said) {
    return said.state() == TransactionState.PREPARE_COMMIT
        || said.state() == TransactionState.PREPARE_ABORT;
  }

  /** Empty where there is no such id. */
  private Optional<TransactionDescription> described(String transactionalId)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      return Optional.of(
          get(admin.describeTransactions(List.of(transactionalId)).description(transactionalId)));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TransactionalIdNotFoundException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Hanging.Settled producer(TransactionDescription said) {
    return new Hanging.Settled(said.producerId(), said.producerEpoch());
  }

  private boolean stamped() throws ExecutionException, TimeoutException, InterruptedException {
    var level = get(admin.describeFeatures().featureMetadata()).finalizedFeatures().get(FEATURE);
    return level != null && level.maxVersionLevel() >= STAMPED;
  }

  private Map<TopicPartition, List<ProducerState>> producers(
      Collection<String> topics, List<TopicPartition> more)
      throws ExecutionException, TimeoutException, InterruptedException {
    var asked = new ArrayList<>(more);
    for (var topic : get(admin.describeTopics(topics).allTopicNames()).values()) {
      topic.partitions().forEach(p -> asked.add(new TopicPartition(topic.name(), p.partition())));
    }
    var states = get(admin.describeProducers(asked).all());
    return states.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().activeProducers()));
  }
}
