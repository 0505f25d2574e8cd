package dev.tunnelwatch.simulator.hub;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The events of one partition in order, as far back as retention reaches.
 *
 * <p>Time is an argument. Enqueued times never run backwards, whatever the clock does. Safe for use
 * by several threads.
 */
final class PartitionLog {

  private final Retention retention;
  private final Instant createdAt;
  private final Map<Long, StoredEvent> events = new HashMap<>();
  private long begin;
  private long next;
  private long nextOffset;
  private long keptBytes;
  private String lastOffset = "-1";
  private Instant lastEnqueuedAt;

  PartitionLog(Retention retention, Instant createdAt) {
    this.retention = retention;
    this.createdAt = createdAt;
    this.lastEnqueuedAt = createdAt;
  }

  synchronized StoredEvent append(EventContent content, Instant now) {
    var at = now.isBefore(lastEnqueuedAt) ? lastEnqueuedAt : now;
    var event = new StoredEvent(next, nextOffset, at, content);
    events.put(next, event);
    lastOffset = Long.toString(nextOffset);
    lastEnqueuedAt = at;
    next++;
    nextOffset += Math.max(1, content.bytes());
    keptBytes += content.bytes();
    forget(at);
    return event;
  }

  /** Up to {@code most} events from a sequence on, or from the oldest where that one is gone. */
  synchronized List<StoredEvent> read(long from, int most, Instant now) {
    forget(now);
    var found = new ArrayList<StoredEvent>();
    for (long at = Math.max(from, begin); at < next && found.size() < most; at++) {
      found.add(held(at));
    }
    return found;
  }

  synchronized boolean hasFrom(long from) {
    return from < next && begin < next;
  }

  /** The sequence of the first event a receiver with this position gets. */
  synchronized long startOf(StartPosition position, Instant now) {
    forget(now);
    return switch (position) {
      case StartPosition.Earliest _ -> begin;
      case StartPosition.Latest _ -> next;
      case StartPosition.FromSequence(long sequence, boolean inclusive) ->
          Math.max(begin, inclusive ? sequence : sequence + 1);
      case StartPosition.FromOffset(long offset, boolean inclusive) ->
          first(event -> event.offset() > offset || (inclusive && event.offset() == offset));
      case StartPosition.FromTime(Instant time, boolean inclusive) ->
          first(
              event -> {
                // positions travel as milliseconds, so that is what they are compared with
                long past = event.enqueuedAt().toEpochMilli() - time.toEpochMilli();
                return past > 0 || (inclusive && past == 0);
              });
    };
  }

  /** A position past the end: a client that remembers another hub of the same name. */
  synchronized Optional<Refusal> refusalOf(StartPosition position) {
    return switch (position) {
      case StartPosition.FromSequence(long sequence, boolean _) when sequence > next ->
          Optional.of(
              Refusal.badArgument(
                  "The sequence number '%d' is past the last, '%d'."
                      .formatted(sequence, next - 1)));
      case StartPosition.FromOffset(long offset, boolean _) when offset > nextOffset ->
          Optional.of(
              Refusal.badArgument(
                  "The offset '%d' is past the last, '%s'.".formatted(offset, lastOffset)));
      case StartPosition.Earliest _,
          StartPosition.Latest _,
          StartPosition.FromSequence _,
          StartPosition.FromOffset _,
          StartPosition.FromTime _ ->
          Optional.empty();
    };
  }

  synchronized PartitionInfo info(Instant now) {
    forget(now);
    return new PartitionInfo(begin, next - 1, lastOffset, lastEnqueuedAt, begin == next);
  }

  /** True for exactly the events from some sequence on; finds that sequence by halving. */
  private long first(Predicate<StoredEvent> reached) {
    long low = begin;
    long high = next;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (reached.test(held(middle))) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private void forget(Instant now) {
    var oldest = now.minus(retention.age());
    while (begin < next
        && (next - begin > retention.events()
            || (keptBytes > retention.bytes() && next - begin > 1)
            || held(begin).enqueuedAt().isBefore(oldest))) {
      keptBytes -= held(begin).content().bytes();
      events.remove(begin);
      begin++;
    }
  }

  private StoredEvent held(long sequence) {
    var event = events.get(sequence);
    if (event == null) {
      throw new IllegalStateException("sequence " + sequence + ": expected to be held");
    }
    return event;
  }

  Instant createdAt() {
    return createdAt;
  }
}
