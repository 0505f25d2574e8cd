package dev.tunnelwatch.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one courier still has to deliver, in order within a key, and what it has to say again:
 * firing alerts every minute, ended ones for 15 minutes (design 8.4). Times are real time.
 *
 * <p>Not safe for several threads.
 */
final class Satchel {

  static final Duration REPEAT = Duration.ofMinutes(1);
  static final Duration RESOLVED_FOR = Duration.ofMinutes(15);
  static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  private final Map<String, Deque<Send>> waiting = new LinkedHashMap<>();
  private final Map<String, Instant> refusedUntil = new LinkedHashMap<>();
  private final Map<String, Repeat> repeats = new LinkedHashMap<>();
  private final Map<String, Instant> since = new LinkedHashMap<>();
  private Instant notBefore = Instant.MIN;
  private int failures;
  private Optional<Send> onItsWay = Optional.empty();
  private int generation;

  private record Repeat(Send send, Instant next, Instant until) {}

  /**
   * A send on its way.
   *
   * @param generation of the satchel it was taken from: what was on its way when everything was
   *     given up must not bring anything back
   */
  record Load(Send send, Instant since, boolean repeat, int generation) {}

  void add(Send send) {
    var queue = waiting.computeIfAbsent(send.labels().pageKey(), _ -> new ArrayDeque<>());
    var last = queue.peekLast();
    // A revision of what has not left yet replaces it; only the end of it must come after.
    var replaces =
        last != null
            && !Optional.of(last).equals(onItsWay)
            && last.action().keepsFiring()
            && send.action().keepsFiring();
    if (replaces) {
      queue.removeLast();
      var action = send.action() == Send.Action.UPDATE ? last.action() : send.action();
      queue.addLast(send.as(action));
    } else {
      queue.addLast(send);
    }
    repeats.remove(send.labels().pageKey());
  }

  Optional<Load> due(Instant now) {
    if (now.isBefore(notBefore)) {
      return Optional.empty();
    }
    for (var entry : waiting.entrySet()) {
      if (!now.isBefore(refusedUntil.getOrDefault(entry.getKey(), Instant.MIN))) {
        return Optional.of(load(entry.getValue().getFirst(), false, now));
      }
    }
    for (var repeat : repeats.values()) {
      if (!now.isBefore(repeat.next())) {
        return Optional.of(load(repeat.send(), true, now));
      }
    }
    return Optional.empty();
  }

  private Load load(Send send, boolean repeat, Instant now) {
    onItsWay = Optional.of(send);
    var first = since.computeIfAbsent(send.labels().pageKey(), _ -> now);
    return new Load(send, first, repeat, generation);
  }

  /** Whether everything was given up since it was taken. */
  boolean isStale(Load load) {
    return load.generation() != generation;
  }

  void delivered(Load load, Instant now, boolean wantsRepeats) {
    if (isStale(load)) {
      return;
    }
    onItsWay = Optional.empty();
    failures = 0;
    notBefore = Instant.MIN;
    var key = load.send().labels().pageKey();
    if (!load.repeat()) {
      remove(load.send());
    }
    if (waiting.containsKey(key)) {
      return;
    }
    if (!wantsRepeats) {
      // Nothing of it is said again: when it began is of use while it goes on.
      if (!load.send().action().keepsFiring()) {
        since.remove(key);
      }
      return;
    }
    var until = untilOf(load, now);
    var next = now.plus(REPEAT);
    if (next.isAfter(until)) {
      repeats.remove(key);
      since.remove(key);
    } else {
      repeats.put(key, new Repeat(load.send(), next, until));
    }
  }

  private Instant untilOf(Load load, Instant now) {
    var before = repeats.get(load.send().labels().pageKey());
    if (load.repeat() && before != null) {
      return before.until();
    }
    return switch (load.send().action()) {
      case PAGE, NOTIFY, UPDATE -> Instant.MAX;
      case RESOLVE -> now.plus(RESOLVED_FOR);
      case TELL, SUMMARY -> now;
    };
  }

  private void remove(Send send) {
    var key = send.labels().pageKey();
    refusedUntil.remove(key);
    var queue = waiting.get(key);
    if (queue != null && send.equals(queue.peekFirst())) {
      queue.removeFirst();
      if (queue.isEmpty()) {
        waiting.remove(key);
      }
    }
  }

  /** One key waits; its neighbours go on. */
  void refused(Load load, Instant now) {
    if (isStale(load)) {
      return;
    }
    onItsWay = Optional.empty();
    failures = 0;
    var key = load.send().labels().pageKey();
    if (load.repeat()) {
      var repeat = repeats.get(key);
      if (repeat != null) {
        repeats.put(key, new Repeat(repeat.send(), now.plus(REPEAT), repeat.until()));
      }
    } else {
      refusedUntil.put(key, now.plus(LONGEST_WAIT));
    }
  }

  /** Everything waits, longer each time: 1, 2, 4, 8, at most 15 s. */
  void unreachable(Instant now) {
    onItsWay = Optional.empty();
    var wait = Duration.ofSeconds(1L << Math.min(failures, 4));
    failures++;
    notBefore = now.plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
  }

  int waiting() {
    return waiting.values().stream().mapToInt(Deque::size).sum();
  }

  void clear() {
    generation++;
    onItsWay = Optional.empty();
    waiting.clear();
    refusedUntil.clear();
    repeats.clear();
    since.clear();
  }
}
