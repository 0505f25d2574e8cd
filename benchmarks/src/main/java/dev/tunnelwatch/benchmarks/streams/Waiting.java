package dev.tunnelwatch.benchmarks.streams;

import dev.tunnelwatch.app.topics.TopicPlan;
import dev.tunnelwatch.app.topics.TopicSetup;
import dev.tunnelwatch.benchmarks.processes.Broker;
import dev.tunnelwatch.benchmarks.processes.Child;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;

/** Records that wait in a broker, and a look from outside at who takes them. */
final class Waiting implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final long LOOK_MILLIS = 50;
  private static final int LOOKS_BETWEEN_WORDS = 100;

  /** Nothing is said any more. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  private final Broker broker;
  private final Filled filled;
  private final Admin admin;

  Waiting(Broker broker, Filled filled) {
    this.broker = broker;
    this.filled = filled;
    this.admin = TopicSetup.admin(broker.kafka());
  }

  Broker broker() {
    return broker;
  }

  Filled filled() {
    return filled;
  }

  /**
   * By what a group has committed, from its first third on.
   *
   * @throws IllegalStateException when that takes too long, or the process has ended
   */
  double recordsPerSecond(String group, Child process) throws Exception {
    long limit = System.nanoTime() + LIMIT.toNanos();
    long began = 0;
    long first = 0;
    int looks = 0;
    for (long taken = 0; taken < filled.records(); taken = committed(group)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      if (++looks % LOOKS_BETWEEN_WORDS == 0) {
        System.out.printf("%s: %,d of %,d records%n", group, taken, filled.records());
      }
      if (first == 0 && taken >= filled.records() / 3) {
        first = taken;
        began = System.nanoTime();
      }
      if (System.nanoTime() > limit || !process.alive()) {
        throw new IllegalStateException(
            "%s: expected all %,d records to be taken, got %,d"
                .formatted(group, filled.records(), taken));
      }
    }
    return Math.round((filled.records() - first) / ((System.nanoTime() - began) / 1e9));
  }

  private long committed(String group) throws Exception {
    return admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .filter(each -> each.getKey().topic().equals(Ours.TOPICS.records()))
        .filter(each -> each.getValue() != null)
        .mapToLong(each -> each.getValue().offset())
        .sum();
  }

  /** How long incidents were still told after the last record was taken. */
  double secondsToSettle() throws Exception {
    long began = System.nanoTime();
    long moved = began;
    for (long last = -1, now = told();
        System.nanoTime() - moved < QUIET.toNanos() && moved - began < LIMIT.toNanos();
        now = told()) {
      if (now != last && last >= 0) {
        moved = System.nanoTime();
      }
      last = now;
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return Math.round((moved - began) / 1e7) / 100.0;
  }

  private long told() throws Exception {
    var partition = new TopicPartition(Ours.TOPICS.incidents(), 0);
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.latest()))
        .partitionResult(partition)
        .get()
        .offset();
  }

  /** All that an application has made of the records, so that another begins anew. */
  void forget(String application) throws Exception {
    while (!forgotten(application)) { // it stays a member for as long as its session
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    var made = new HashSet<String>();
    for (var topic : admin.listTopics().names().get()) {
      if (topic.startsWith(application + '-')) {
        made.add(topic);
      }
    }
    var outputs =
        Set.of(Ours.TOPICS.incidents(), Ours.TOPICS.gatewayIncidents(), Ours.TOPICS.events());
    made.addAll(outputs);
    admin.deleteTopics(made).all().get();
    while (admin.listTopics().names().get().stream().anyMatch(made::contains)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    TopicSetup.ensure(broker.kafka(), TopicPlan.all(Ours.TOPICS));
  }

  private boolean forgotten(String group) throws Exception {
    try {
      admin.deleteConsumerGroups(List.of(group)).all().get();
      return true;
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case GroupIdNotFoundException _ -> true;
        case GroupNotEmptyException _ -> false;
        case null, default -> throw e;
      };
    }
  }

  @Override
  public void close() {
    admin.close();
    broker.close();
  }
}
