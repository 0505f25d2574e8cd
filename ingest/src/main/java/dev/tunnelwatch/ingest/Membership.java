package dev.tunnelwatch.ingest;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's seat in the group that shares out the slots. It polls on a thread of its own, so
 * that no slow transaction ever costs the membership. When a slot is lost it drops all of them,
 * leaves the group explicitly and joins anew: only an assignment by that join may initialise
 * transactions again, or a fenced owner would fence its successor in return.
 */
final class Membership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration LEAVE = Duration.ofSeconds(5);

  /** For all slots together: meanwhile nobody polls. */
  private static final Duration STOP = Duration.ofSeconds(5);

  private static final Duration STABLE = Duration.ofSeconds(60);

  /** Makes the worker of a slot. */
  @FunctionalInterface
  interface Workers {
    SlotWorker of(Seat seat, SlotWorker.Owner owner);
  }

  private record Working(SlotWorker worker, AtomicBoolean held) {}

  private final String topic;
  private final Supplier<Consumer<String, byte[]>> members;
  private final Workers workers;
  private final IngestMetrics metrics;
  private final Steps steps;
  private final Map<Integer, Working> running = new ConcurrentSkipListMap<>();
  private final AtomicReference<Optional<String>> lost = new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<String>> problem =
      new AtomicReference<>(Optional.of("no slots assigned yet"));
  private final AtomicReference<Optional<String>> ended = new AtomicReference<>(Optional.empty());
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;
  private Backoff backoff = Backoff.NONE;

  Membership(
      String topic,
      Supplier<Consumer<String, byte[]>> members,
      Workers workers,
      Environment environment) {
    this.topic = topic;
    this.members = members;
    this.workers = workers;
    metrics = environment.metrics();
    steps = environment.steps();
    thread = Thread.ofPlatform().daemon().name("ingest-membership").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  Optional<String> problem() {
    return ended.get().or(problem::get).or(this::standstill);
  }

  private Optional<String> standstill() {
    return running.values().stream()
        .flatMap(working -> working.worker().problem().stream())
        .findFirst();
  }

  /** Why no slot will ever be taken again; empty while that may still happen. */
  Optional<String> ended() {
    return ended.get();
  }

  private boolean stopped() {
    return stopping.getCount() == 0;
  }

  /**
   * A named boundary: the membership survives whatever Kafka says, but for the loss of its own
   * name. Anything else ends it for good, and never silently: nothing would be read any more.
   */
  private void run() {
    try {
      while (!stopped()) {
        long joined = System.nanoTime();
        try {
          belong();
        } catch (FencedInstanceIdException e) {
          end("another living process has the same instance id", e);
          return;
        } catch (KafkaException e) {
          LOG.atWarn().setCause(e).log("membership failed");
          lost.set(Optional.of("membership failed: " + e.getMessage()));
        }
        again(System.nanoTime() - joined);
      }
    } catch (InterruptedException e) {
      end("the membership was interrupted", e);
      Thread.currentThread().interrupt();
    } catch (Throwable e) {
      end("the membership failed: " + e, e);
    }
  }

  /** Told before it is logged: a process without memory may not get as far as the log. */
  private void end(String why, Throwable cause) {
    if (!stopped()) {
      ended.set(Optional.of(why));
    }
    LOG.atError().addKeyValue("why", why).setCause(cause).log("membership ended for good");
  }

  private void again(long lasted) throws InterruptedException {
    if (stopped()) {
      return;
    }
    problem.set(lost.getAndSet(Optional.empty()));
    metrics.rejoined();
    backoff = lasted > STABLE.toNanos() ? Backoff.NONE.failed() : backoff.failed();
    LOG.atWarn().addKeyValue("in", backoff.delay()).log("left the group; joining again");
    var _ = stopping.await(backoff.delay().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Joins, and stays until a slot is lost or it is time to stop. */
  private void belong() throws InterruptedException {
    var consumer = members.get();
    try {
      consumer.subscribe(List.of(topic), new Assignments(consumer));
      while (!stopped() && lost.get().isEmpty()) {
        consumer.poll(POLL);
      }
    } finally {
      release(List.copyOf(running.keySet()));
      steps.passed(Step.LEAVING);
      consumer.close(
          CloseOptions.groupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP)
              .withTimeout(LEAVE));
    }
  }

  private void release(Collection<Integer> slots) throws InterruptedException {
    var ended = slots.stream().map(running::remove).filter(Objects::nonNull).toList();
    ended.forEach(working -> working.held().set(false));
    SlotWorker.end(ended.stream().map(Working::worker).toList(), STOP);
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Called by the consumer inside poll, on the membership's thread. */
  private final class Assignments implements ConsumerRebalanceListener {
    private final Consumer<String, byte[]> consumer;

    Assignments(Consumer<String, byte[]> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
      consumer.pause(added); // the group shares out; slots read positions themselves
      int generation = consumer.groupMetadata().generationId();
      problem.set(Optional.empty());
      steps.passed(Step.ASSIGNED);
      for (var partition : added) {
        int slot = partition.partition();
        var held = new AtomicBoolean(true);
        var seat = new Seat(slot, generation, held::get);
        var worker = workers.of(seat, why -> lost.set(Optional.of(why)));
        worker.start();
        running.put(slot, new Working(worker, held));
      }
      LOG.atInfo()
          .addKeyValue("generation", generation)
          .addKeyValue("slots", added.stream().map(TopicPartition::partition).sorted().toList())
          .log("slots assigned");
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> removed) {
      try {
        steps.passed(Step.REVOKED);
        release(removed.stream().map(TopicPartition::partition).toList());
        steps.passed(Step.RELEASED);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
