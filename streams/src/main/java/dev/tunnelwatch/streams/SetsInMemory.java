package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.EvidenceSet;
import dev.tunnelwatch.model.GatewayId;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.apache.kafka.streams.processor.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * The sets of a task's gateways that were heard last, and how much they hold together. That is
 * known for each of them, so that it goes with it, whyever it goes: what were counted on would seem
 * to fill the room, and the sets of later gateways would not be kept though there is room.
 */
final class SetsInMemory {

  /** So much of the room is made free when it is full, so that it is not made again at once. */
  private static final double FREED = 1 / 8.0;

  /** As {@link EvidenceSet#size} counts an hour of a sign's bits. */
  private static final int PARTS_PER_EVENT = 16;

  /** A set that changed so often is counted anew: a better copy, say, makes it no larger. */
  private static final int CHANGES = 64;

  private final SequencedMap<GatewayId, Counted> sets = new LinkedHashMap<>(16, 0.75f, true);
  private final EvidenceRoom room;
  private final TaskId task;

  /** Of all sets, in parts of an event. */
  private long parts;

  /**
   * What one set at hand held that is too large for the room, and some more: else it and any other
   * would push each other out with each line.
   */
  private long borne;

  /** For that share: with more tasks there is room for less. */
  private long borneFor;

  SetsInMemory(EvidenceRoom room, TaskId task) {
    this.room = room;
    this.task = task;
    room.holds(task, 0);
  }

  private static final class Counted {
    private final EvidenceSet set;
    private long parts;
    private int changes;

    private Counted(EvidenceSet set) {
      this.set = set;
    }
  }

  /** In events, about. */
  long held() {
    return parts / PARTS_PER_EVENT;
  }

  int count() {
    return sets.size();
  }

  @Nullable EvidenceSet get(GatewayId gateway) {
    var counted = sets.get(gateway);
    return counted == null ? null : counted.set;
  }

  boolean contains(GatewayId gateway) {
    return sets.containsKey(gateway);
  }

  void put(EvidenceSet set) {
    remove(set.gateway());
    sets.put(set.gateway(), new Counted(set));
    recount(set);
    makeRoom(set);
  }

  void remove(GatewayId gateway) {
    var counted = sets.remove(gateway);
    if (counted != null) {
      holds(parts - counted.parts);
    }
  }

  /**
   * To be called now and then: what was borrowed of others' share is theirs again, also where
   * nothing comes here any more.
   */
  void giveBack() {
    var latest = sets.lastEntry();
    if (latest != null) {
      makeRoom(latest.getValue().set);
    }
  }

  /** To be called last: what it left to others is no longer known. */
  void close() {
    sets.clear();
    parts = 0;
    room.leave(task);
  }

  /** Of the set, which is in memory, so many events more are there. */
  void tookEvents(EvidenceSet set, int more) {
    took(set, more * PARTS_PER_EVENT);
  }

  /** The set, which is in memory, has the first sign of an hour. */
  void tookHour(EvidenceSet set) {
    took(set, 1);
  }

  private void took(EvidenceSet set, int more) {
    var counted = sets.get(set.gateway());
    if (counted == null) {
      return;
    }
    counted.changes++;
    if (counted.changes > Math.max(CHANGES, counted.parts / PARTS_PER_EVENT / 4)) {
      recount(set);
    } else {
      counted.parts += more;
      holds(parts + more);
    }
    makeRoom(set);
  }

  /** The set may have let go of anything. */
  void recount(EvidenceSet set) {
    var counted = sets.get(set.gateway());
    if (counted != null) {
      long before = counted.parts;
      counted.parts = (long) set.size() * PARTS_PER_EVENT;
      counted.changes = 0;
      holds(parts + counted.parts - before);
    }
  }

  /** Those asked for longest ago go first; not the one at hand, however much it holds. */
  private void makeRoom(EvidenceSet atHand) {
    long share = room.share();
    if (!room.isTooMuch(held())) {
      borne = 0;
      return;
    }
    if (share == borneFor && held() <= borne) {
      return;
    }
    long freed = (long) (share * FREED);
    letGo(share - freed, atHand);
    borne = held() + freed;
    borneFor = share;
  }

  private void letGo(long left, EvidenceSet atHand) {
    var oldest = sets.values().iterator();
    while (held() > left && oldest.hasNext()) {
      var counted = oldest.next();
      if (counted.set != atHand) {
        oldest.remove();
        holds(parts - counted.parts);
      }
    }
  }

  private void holds(long now) {
    parts = now;
    room.holds(task, held());
  }
}
