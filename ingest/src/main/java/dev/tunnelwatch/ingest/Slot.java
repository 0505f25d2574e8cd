package dev.tunnelwatch.ingest;

import dev.tunnelwatch.model.Canary;
import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.records.BodySplitter;
import dev.tunnelwatch.transactions.Hanging;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unit of ownership (design 8.1): the source partitions of one slot, taken through one
 * transactional producer. Records, position and coverage of an event are committed together, and
 * the position read after the transactions were initialised is the only place to go on from.
 *
 * <p>{@link #step} is one round of the work, to be called again and again by one thread.
 */
final class Slot implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Slot.class);
  private static final int TURN = 16;
  private static final Duration STANDSTILL = Duration.ofSeconds(30);

  private final Seat seat;
  private final SlotKafka kafka;
  private final Map<String, Feed> feeds;
  private final Supplier<Layout> layout;
  private final Environment environment;
  private final Intake intake;
  private final BodySplitter splitter = new BodySplitter();
  private final Tally tally = new Tally();
  private final Map<SourceId, PartitionTask> tasks = new TreeMap<>();
  private final Set<PartitionTask> dirty = new LinkedHashSet<>();
  private Optional<Memory> memory = Optional.empty();
  private Optional<Transactions> transactions = Optional.empty();
  private volatile Optional<String> problem = Optional.empty();
  private volatile Optional<String> unread = Optional.empty();
  private boolean begun;
  private Backoff backoff = Backoff.NONE;
  private long lookAgain;
  private Map<SourceId, Instant> followed = Map.of();
  private long dirtySince;

  Slot(
      Seat seat,
      SlotKafka kafka,
      Map<String, Feed> feeds,
      Supplier<Layout> layout,
      Environment environment) {
    this.seat = seat;
    this.kafka = kafka;
    this.feeds = feeds;
    this.layout = layout;
    this.environment = environment;
    intake = new Intake(environment.tuning().bufferBytes());
  }

  Intake intake() {
    return intake;
  }

  /** Why nothing is read though the slot is held, or not all of it; any thread may ask. */
  Optional<String> problem() {
    return problem.or(() -> unread);
  }

  /**
   * One round: looks for partitions, claims, reads what is there, commits when it is time.
   *
   * @return whether there may be more to do at once
   * @throws SlotLostException when the slot must be given up
   */
  boolean step() {
    var mine = layout.get().ofSlot(seat.slot());
    if (!begun && (mine.isEmpty() || !begin())) {
      return false;
    }
    try {
      follow(mine);
      for (var task : tasks.values()) {
        if (task.advance()) {
          touch(task);
        }
      }
      claim();
      boolean busy = take();
      unread = tasks.values().stream().flatMap(task -> task.problem().stream()).findFirst();
      if (due()) {
        commit();
      }
      return busy;
    } catch (AbortedException e) {
      beginAgain(e);
      return false;
    }
  }

  /** Initialises, ends what hangs, then reads the positions: in that order they are final. */
  private boolean begin() {
    if (!seat.held().getAsBoolean()) {
      return false;
    }
    if (transactions.isEmpty()) {
      var mine = new Transactions(kafka.producers().apply(seat.slot()), environment.steps());
      transactions = Optional.of(mine);
      mine.initialise();
    } else if (environment.nanos().getAsLong() - lookAgain < 0) {
      return false;
    }
    problem = hindrance(kafka.hanging().end(seat.slot()));
    if (problem.isPresent()) {
      lookAgain = environment.nanos().getAsLong() + STANDSTILL.toNanos();
      return false;
    }
    memory = Optional.of(Memory.read(kafka.positions(), seat.slot()));
    environment.steps().passed(Step.POSITIONS_READ);
    if (!seat.held().getAsBoolean()) {
      throw new SlotLostException("the slot was taken away while it was being claimed");
    }
    begun = true;
    return true;
  }

  /**
   * Behind an open transaction the positions cannot be read: the slot stands still, and only this
   * one, until somebody ends it. Where they can be read, its next commit decides.
   */
  private Optional<String> hindrance(Hanging found) {
    return switch (found) {
      case Hanging.Nothing _ -> Optional.empty();
      case Hanging.Ending _ ->
          throw new SlotLostException(
              "the last transaction of slot " + seat.slot() + " has not ended in all of Kafka");
      case Hanging.Whole _, Hanging.Decided _ -> {
        environment.metrics().hanging();
        yield Optional.empty();
      }
      case Hanging.Left left ->
          left.holds(new TopicPartition(kafka.topics().positions(), seat.slot()))
              ? Optional.of("slot " + seat.slot() + " stands still: " + left.sentence())
              : Optional.empty();
    };
  }

  private void follow(Map<SourceId, Instant> mine) {
    if (mine.equals(followed)) {
      return;
    }
    tasks
        .values()
        .removeIf(
            task -> {
              boolean gone =
                  !task.partition().incarnation().equals(mine.get(task.partition().id()));
              if (gone) {
                drop(task);
              }
              return gone;
            });
    add(mine);
    followed = mine;
  }

  private void add(Map<SourceId, Instant> mine) {
    var known = memory.orElseThrow();
    if (!dirty.isEmpty() && !mine.keySet().stream().allMatch(known::knows)) {
      commit(); // to look at all slots takes longer than a transaction may stay open
    }
    known.lookAgain();
    mine.forEach((id, incarnation) -> tasks.computeIfAbsent(id, _ -> task(id, incarnation)));
  }

  private PartitionTask task(SourceId id, Instant incarnation) {
    var feed = feeds.get(id.source());
    if (feed == null) {
      throw new IllegalStateException("no source named " + id.source());
    }
    var known =
        memory
            .orElseThrow()
            .of(id, _ -> first(id.source(), feed.startAt()))
            .told(layout.get().of(id.source()));
    return new PartitionTask(new HubPartition(id, incarnation), feed, environment, intake, known);
  }

  private Start first(String source, StartAt startAt) {
    var partitions = layout.get().of(source);
    var now = environment.clock().instant();
    return new Start.Configured(
        startAt, Beginning.of(startAt, partitions, now, environment.tuning().skew()));
  }

  /** What it has under way is committed first: its successor goes on from there. */
  private void drop(PartitionTask task) {
    commit();
    task.ledger().progress().ifPresent(memory.orElseThrow()::remember);
    task.close();
  }

  /**
   * Kafka fences whoever lost the slot at a commit, and only there: so something is committed for
   * every partition before its link opens, even if nothing is known of it yet.
   */
  private void claim() {
    var claiming = tasks.values().stream().filter(PartitionTask::claiming).toList();
    if (claiming.isEmpty()) {
      return;
    }
    for (var task : claiming) {
      task.claim(seat.generation());
      touch(task);
      if (task.ledger().progress().isEmpty()) {
        var source = task.partition().id();
        current().send(ProgressRecord.claim(kafka.topics(), seat.slot(), source));
      }
    }
    environment.steps().passed(Step.CLAIMING);
    commit();
    environment.steps().passed(Step.CLAIMED);
    claiming.forEach(PartitionTask::open);
  }

  private boolean take() {
    boolean busy = false;
    for (var task : tasks.values()) {
      for (int i = 0; i < TURN && !full(); i++) {
        var event = task.next();
        if (event.isEmpty()) {
          break;
        }
        take(task, event.get());
        busy = true;
      }
    }
    return busy;
  }

  private void take(PartitionTask task, SourceEvent event) {
    environment.steps().passed(Step.RECEIVED);
    var became = BodyRecords.of(splitter, kafka.topics(), task.partition().id(), event);
    touch(task);
    became.out().forEach(current()::send);
    environment.steps().passed(Step.SENT);
    task.taken(event, became);
    tally.add(task.partition().id().source(), event, became);
  }

  private void touch(PartitionTask task) {
    if (dirty.isEmpty()) {
      dirtySince = environment.nanos().getAsLong();
    }
    dirty.add(task);
  }

  private boolean full() {
    var tuning = environment.tuning();
    return tally.events() >= tuning.commitEvents() || tally.bytes() >= tuning.bufferBytes();
  }

  private boolean due() {
    long open = environment.nanos().getAsLong() - dirtySince;
    return !dirty.isEmpty() && (full() || open >= environment.tuning().commitEvery().toNanos());
  }

  private void commit() {
    for (var task : dirty) {
      task.ledger().progress().ifPresent(this::write);
    }
    if (current().open()) {
      current().commit();
      environment.metrics().committed(tally);
      backoff = tally.events() > 0 ? Backoff.NONE : backoff;
    }
    var now = environment.clock().instant();
    dirty.forEach(task -> task.ledger().committed(now));
    dirty.clear();
    tally.clear();
  }

  private void write(Progress progress) {
    current().send(ProgressRecord.position(kafka.topics(), seat.slot(), progress));
    environment.steps().passed(Step.POSITION_SENT);
    if (!progress.source().equals(Canary.SOURCE)) { // what was read of the fleet hangs on no canary
      current().send(ProgressRecord.coverage(kafka.topics(), progress));
    }
    environment.steps().passed(Step.COVERAGE_SENT);
  }

  /**
   * The abort may have taken along what Kafka had left open of an earlier commit, positions too: so
   * only what they say now is the place to go on from.
   */
  private void beginAgain(AbortedException why) {
    LOG.atWarn()
        .addKeyValue("slot", seat.slot())
        .setCause(why)
        .log("begun again from its positions");
    environment.metrics().aborted();
    closeTasks();
    dirty.clear();
    tally.clear();
    begun = false;
    backoff = backoff.failed();
    lookAgain = environment.nanos().getAsLong() + backoff.delay().toNanos();
  }

  private Transactions current() {
    return transactions.orElseThrow();
  }

  /** Stops reading; an open transaction is left for the next owner to abort. */
  @Override
  public void close() {
    closeTasks();
    transactions.ifPresent(Transactions::close);
  }

  private void closeTasks() {
    tasks.values().forEach(PartitionTask::close);
    tasks.clear();
    followed = Map.of();
  }
}
