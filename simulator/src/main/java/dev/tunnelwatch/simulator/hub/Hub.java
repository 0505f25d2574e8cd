package dev.tunnelwatch.simulator.hub;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One event hub. What is published here is read by clients over AMQP; both sides may be used by any
 * thread.
 *
 * <p>A hub that was replaced ({@link HubServer#recreate}) takes no more events.
 */
public final class Hub {

  private final HubSpec spec;
  private final InstantSource clock;
  private final Instant createdAt;
  private final int maxMessageBytes;
  private final List<Partition> partitions;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile boolean deleted;

  Hub(HubSpec spec, InstantSource clock, Instant createdAt, int maxMessageBytes) {
    this.spec = spec;
    this.clock = clock;
    this.createdAt = createdAt;
    this.maxMessageBytes = maxMessageBytes;
    this.partitions = IntStream.range(0, spec.partitions()).mapToObj(_ -> newPartition()).toList();
  }

  private Partition newPartition() {
    var owners = new HashMap<String, Ownership<Partition.Reader>>();
    Stream.concat(Stream.of(HubSpec.DEFAULT_GROUP), spec.consumerGroups().stream())
        .forEach(group -> owners.put(group.toLowerCase(Locale.ROOT), new Ownership<>()));
    return new Partition(new PartitionLog(spec.retention(), createdAt), owners);
  }

  public String name() {
    return spec.name();
  }

  public int partitionCount() {
    return partitions.size();
  }

  /** When this incarnation began, to the millisecond; a hub of the same name may follow it. */
  public Instant createdAt() {
    return createdAt;
  }

  /**
   * Appends one event with the hub's current time.
   *
   * @return its sequence number
   * @throws IllegalArgumentException if there is no such partition or the body is too large
   * @throws IllegalStateException if the hub was replaced
   */
  public long publish(int partition, byte[] body) {
    Require.between(body.length, 0, maxMessageBytes, "body bytes");
    return append(partition(partition), EventContent.ofBody(body)).sequence();
  }

  /**
   * Likewise one whose body is a value of AMQP and no data, as a sender of its own making has it.
   */
  public long publishValue(int partition, String value) {
    return append(partition(partition), EventContent.ofValue(value)).sequence();
  }

  /** What the hub tells of a partition, as a client would learn it. */
  public PartitionInfo info(int partition) {
    return partition(partition).log().info(clock.instant());
  }

  /** Fault: the partition keeps taking events and gives none, without any error. */
  public void freeze(int partition) {
    partition(partition).freeze(true);
  }

  public void thaw(int partition) {
    partition(partition).freeze(false);
  }

  /** Fault: every receiver of the partition is detached with {@code amqp:link:detach-forced}. */
  public void detachReceivers(int partition) {
    partition(partition).detachAll(Refusal.detachForced());
  }

  /** Fault: every receiver of the partition is detached with {@code com.microsoft:server-busy}. */
  public void beBusy(int partition) {
    partition(partition).detachAll(Refusal.serverBusy());
  }

  /** Where an event goes that names no partition: by its key, else in turn. */
  Partition route(EventContent content) {
    int index =
        content
            .partitionKey()
            .map(key -> PartitionKeyHash.partition(key, partitions.size()))
            .orElseGet(() -> Math.floorMod(turn.getAndIncrement(), partitions.size()));
    return partitions.get(index);
  }

  StoredEvent append(Partition partition, EventContent content) {
    if (deleted) {
      throw new IllegalStateException("hub " + name() + ": expected the current one, got an old");
    }
    var stored = partition.log().append(content, clock.instant());
    partition.wakeAll();
    return stored;
  }

  Optional<Partition> find(String id) {
    return IntStream.range(0, partitions.size())
        .filter(index -> Integer.toString(index).equals(id))
        .mapToObj(partitions::get)
        .findAny();
  }

  InstantSource clock() {
    return clock;
  }

  int maxMessageBytes() {
    return maxMessageBytes;
  }

  boolean deleted() {
    return deleted;
  }

  void delete() {
    deleted = true;
    partitions.forEach(partition -> partition.detachAll(Refusal.notFound(name())));
  }

  private Partition partition(int index) {
    Require.between(index, 0, partitions.size() - 1L, "partition");
    return partitions.get(index);
  }
}
