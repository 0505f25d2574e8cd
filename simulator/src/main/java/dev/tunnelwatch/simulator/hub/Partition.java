package dev.tunnelwatch.simulator.hub;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** One partition: its log, who reads it, and whether it is made to hold its tongue. */
final class Partition {

  /** A receiver as the partition sees it. Both calls may come from any thread. */
  interface Reader {
    /** There may be something new to read. */
    void wake();

    void detach(Refusal reason);
  }

  private final PartitionLog log;
  private final Map<String, Ownership<Reader>> owners;
  private final List<Reader> readers = new CopyOnWriteArrayList<>();
  private volatile boolean frozen;

  Partition(PartitionLog log, Map<String, Ownership<Reader>> ownersByGroup) {
    this.log = log;
    this.owners = Map.copyOf(ownersByGroup);
  }

  PartitionLog log() {
    return log;
  }

  boolean hasGroup(String group) {
    return owners.containsKey(group.toLowerCase(Locale.ROOT));
  }

  Ownership<Reader> owner(String group) {
    var owner = owners.get(group.toLowerCase(Locale.ROOT));
    if (owner == null) {
      throw new IllegalArgumentException("consumer group: unknown " + group);
    }
    return owner;
  }

  void add(Reader reader) {
    readers.add(reader);
  }

  void remove(Reader reader) {
    readers.remove(reader);
    owners.values().forEach(owner -> owner.leave(reader));
  }

  void wakeAll() {
    readers.forEach(Reader::wake);
  }

  void detachAll(Refusal reason) {
    readers.forEach(reader -> reader.detach(reason));
  }

  /**
   * What a receiver gets. While frozen that is nothing; nobody who looked before the freeze reads
   * what came after it.
   */
  synchronized List<StoredEvent> read(long from, int most, Instant now) {
    return frozen ? List.of() : log.read(from, most, now);
  }

  boolean frozen() {
    return frozen;
  }

  void freeze(boolean silent) {
    synchronized (this) {
      frozen = silent;
    }
    wakeAll();
  }
}
