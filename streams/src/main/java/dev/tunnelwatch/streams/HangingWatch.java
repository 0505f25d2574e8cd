package dev.tunnelwatch.streams;

import dev.tunnelwatch.transactions.Hanging;
import dev.tunnelwatch.transactions.OpenTransactions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to what Kafka left open of correlation's transactions: behind it nobody reads incidents, and
 * no state can be restored. What Kafka had decided is done. Of the rest: before any thread of this
 * process runs, what it left itself is aborted, if that is right, and its state on disk, which is
 * ahead by that, is given up; of what is found later, or is another's, it is told.
 */
final class HangingWatch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(15);
  private static final long PATIENCE_SECONDS = 10;
  private static final String OFFSETS = "__consumer_offsets";
  private static final String WITH_STATE =
      "; then end all processes of correlation and start them with empty state directories";
  private static final Logger LOG = LoggerFactory.getLogger(HangingWatch.class);

  private final CorrelatorConfig config;
  private final KafkaContact contact;
  private final Supplier<Admin> admins;
  private final Duration every;
  private final Thread thread;

  /** Sentences by transactional id. */
  private final Map<String, String> problems = new ConcurrentSkipListMap<>();

  /** Why the last look failed, empty when it did not; one thread after the other. */
  private volatile String unknown = "";

  /** One that has not looked yet; {@link #begin} is for all but tests. */
  HangingWatch(
      CorrelatorConfig config, KafkaContact contact, Supplier<Admin> admins, Duration every) {
    this.config = config;
    this.contact = contact;
    this.admins = admins;
    this.every = every;
    thread = Thread.ofPlatform().daemon().name("hanging-transactions").unstarted(this::watch);
  }

  /**
   * Looks for the first time, and aborts. To be called before the state directory is opened, which
   * is found marked after an abort.
   */
  static HangingWatch begin(CorrelatorConfig config, KafkaContact contact) {
    var watch = new HangingWatch(config, contact, () -> Admin.create(config.kafka()), EVERY);
    try (var admin = watch.admins.get()) {
      var transactions = new OpenTransactions(admin, config.kafka());
      watch.abortUnderWay(transactions, admin);
      watch.look(transactions, admin, true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking for open transactions", e);
    }
    return watch;
  }

  /**
   * Kafka Streams ends what it finds under way only under the ids that it writes under again: those
   * of as many threads as there are, and of none while all tasks are standbys. The last life may
   * have had others, for a thread that takes the place of a dying one is numbered on; all would
   * wait for their time-out. Nobody else writes under our ids: the data directory is locked, and
   * the group has one member of our name.
   *
   * <p>State on disk stays, as with what Kafka Streams ends itself: what was not closed in good
   * order it gives up ({@code RocksDBStore} of Kafka 4.3, which notes that it is open).
   */
  private void abortUnderWay(OpenTransactions transactions, Admin admin)
      throws InterruptedException {
    try {
      var ids = transactions.underWay(prefix());
      finish(transactions, find(admin, transactions, ids)); // the abort would end it as well
      for (var id : ids) {
        transactions.fence(id);
        LOG.atWarn()
            .addKeyValue("transactional.id", id)
            .log("the last life left a transaction under way; aborted, done again");
      }
    } catch (ExecutionException e) {
      cannotTell(String.valueOf(e.getCause()));
    } catch (TimeoutException | KafkaException e) { // a boundary: they time out, which takes longer
      cannotTell(e.toString());
    }
  }

  void start() {
    thread.start();
  }

  /** What a person has to end. */
  Optional<String> problem() {
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join("; ", problems.values()));
  }

  private void watch() {
    try {
      while (true) {
        pause();
        follow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /** Comes back where it cannot even begin, as while a name server is away. */
  private void follow() throws InterruptedException {
    try (var admin = admins.get()) {
      var transactions = new OpenTransactions(admin, config.kafka());
      while (true) {
        look(transactions, admin, false);
        pause();
      }
    } catch (RuntimeException e) { // a boundary: it is tried again
      cannotTell(e.toString());
    }
  }

  private void pause() throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(every.toNanos());
  }

  private void look(OpenTransactions transactions, Admin admin, boolean isFirst)
      throws InterruptedException {
    try {
      var ids = new TreeSet<>(transactions.ids(config.applicationId() + '-'));
      contact.answered(); // and what else is asked may take long
      ids.addAll(ours());
      problems.keySet().retainAll(ids);
      var found = find(admin, transactions, ids);
      if (finish(transactions, found)) {
        found = find(admin, transactions, ids); // what else they have left shows now
      }
      for (var each : found.entrySet()) {
        see(transactions, admin, each.getKey(), each.getValue(), isFirst);
      }
      unknown = "";
    } catch (ExecutionException e) {
      contact.failed(e);
      cannotTell(String.valueOf(e.getCause()));
    } catch (TimeoutException | KafkaException e) { // a boundary: Kafka is away, and is back later
      cannotTell(e.toString());
    }
  }

  /** Said once for each reason in a row, for it may be so for days. */
  private void cannotTell(String why) {
    if (!why.equals(unknown)) {
      unknown = why;
      LOG.atWarn().addKeyValue("why", why).log("whether transactions hang cannot be told");
    }
  }

  private void see(
      OpenTransactions transactions, Admin admin, String id, Hanging found, boolean isFirst)
      throws ExecutionException, TimeoutException, InterruptedException {
    boolean ours = id.startsWith(prefix());
    switch (found) {
      case Hanging.Nothing _ -> problems.remove(id);
      case Hanging.Ending _ -> {} // to be seen when Kafka has ended it
      case Hanging.Decided _ -> {} // told, or to be finished by the next look
      case Hanging.Whole _ when ours && isFirst -> abort(transactions, admin, id);
      case Hanging.Whole _ when ours ->
          // What it writes next would end a part of it; at a start none of its threads does.
          WatchdogThread.end("Kafka left a transaction of it open, which its next start aborts");
      case Hanging.Whole(var open) ->
          tell(
              id,
              new Hanging.Left(
                  open, "the process that wrote it, which would abort it, is not this"));
      case Hanging.Left left -> tell(id, left);
    }
  }

  /**
   * Whoever dies on the way begins again: the mark does not go before the directory that tells
   * whose the transaction is.
   */
  private void abort(OpenTransactions transactions, Admin admin, String id)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      StateDirectory.mark(config.stateDirectory());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    transactions.fence(id);
    var fenced = find(admin, transactions, List.of(id)).getOrDefault(id, new Hanging.Nothing());
    switch (fenced) {
      case Hanging.Nothing _, Hanging.Ending _ -> {}
      case Hanging.Decided _ -> {} // to be finished by the next look
      case Hanging.Left left -> tell(id, left);
      case Hanging.Whole whole -> {
        if (transactions.abort(whole) instanceof Hanging.Left left) {
          tell(id, left);
        } else {
          LOG.atWarn()
              .addKeyValue("open", whole.open())
              .log("Kafka had left a transaction open in all its partitions; aborted, done again");
        }
      }
    }
  }

  /**
   * Ends what was decided. Nobody's state is behind or ahead by it: no producer was told otherwise.
   *
   * @return whether there was something
   */
  private boolean finish(OpenTransactions transactions, Map<String, Hanging> found)
      throws ExecutionException, TimeoutException, InterruptedException {
    boolean some = false;
    for (var each : found.entrySet()) {
      if (each.getValue() instanceof Hanging.Decided decided) {
        if (transactions.finish(decided) instanceof Hanging.Left left) {
          tell(each.getKey(), left.sentence());
        } else {
          some = true;
          LOG.atWarn()
              .addKeyValue("transactional.id", each.getKey())
              .addKeyValue("committed", decided.toCommit())
              .addKeyValue("aborted", decided.toAbort())
              .log("Kafka had decided of a transaction and left it open; ended as decided");
        }
      }
    }
    return some;
  }

  private void tell(String id, Hanging.Left left) {
    tell(id, left.sentence() + WITH_STATE);
  }

  private void tell(String id, String sentence) {
    if (!sentence.equals(problems.put(id, sentence))) {
      LOG.atError()
          .addKeyValue("transactional.id", id)
          .addKeyValue("why", sentence)
          .log("Kafka left a transaction open that a person has to end");
    }
  }

  private Map<String, Hanging> find(
      Admin admin, OpenTransactions transactions, Collection<String> ids)
      throws ExecutionException, TimeoutException, InterruptedException {
    if (ids.isEmpty()) {
      return new TreeMap<>();
    }
    var topics = config.topics();
    var outlets =
        List.of(topics.events(), topics.rejects(), topics.gatewayIncidents(), topics.incidents());
    var all =
        admin
            .listTopics(new ListTopicsOptions().listInternal(true))
            .names()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    var written =
        all.stream()
            .filter(name -> outlets.contains(name) || name.startsWith(config.applicationId() + '-'))
            .collect(Collectors.toList());
    return transactions.find(
        ids, written, all.contains(OFFSETS) ? List.of(offsets(admin)) : List.of());
  }

  /** Where the group's offsets stand, which commit with the rest. */
  private TopicPartition offsets(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
    var described =
        admin
            .describeTopics(List.of(OFFSETS))
            .allTopicNames()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    int count = described.values().iterator().next().partitions().size();
    return new TopicPartition(OFFSETS, Utils.abs(config.applicationId().hashCode()) % count);
  }

  /** As Kafka Streams numbers them; a coordinator that has just started knows of none. */
  private List<String> ours() {
    var prefix = prefix();
    return IntStream.rangeClosed(1, config.threads()).mapToObj(n -> prefix + n).toList();
  }

  private String prefix() {
    return prefix(config);
  }

  /** All that the threads of this process commit under begins so. */
  static String prefix(CorrelatorConfig config) {
    return config.applicationId() + '-' + ProcessId.of(config) + '-';
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
