package dev.tunnelwatch.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one courier still has to deliver, in order within a key, and what it has to say again:
 * firing alerts every minute, ended ones for 15 minutes (design 8.4). Times are real time.
 *
 * <p>Not safe for several threads.
 */
final class Satchel {

  static final Duration REPEAT = Duration.ofMinutes(1);

  /** Of so many failures in a row one is followed by what is said again. */
  private static final int TURN = 4;

  /** What was not said again for so long is missing: in the end the alert would end by itself. */
  static final Duration OVERDUE = REPEAT.multipliedBy(2);

  static final Duration RESOLVED_FOR = Duration.ofMinutes(15);

  /** After so long what is over wakes nobody any more, though it was a page that nobody took. */
  static final Duration NEWS = Duration.ofHours(1);

  /**
   * For somebody to set right an address or a key for which the end is refused, over holidays too.
   */
  static final Duration REFUSED_FOR = Duration.ofDays(7);

  static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  /**
   * So long an end that waits already stays behind its beginning where somebody else tells people:
   * what Alertmanager hears to be over before it has told it is told to nobody.
   */
  static final Duration SEEN = Duration.ofSeconds(5);

  /** How often what has been over for long is tried where it is refused. */
  private static final Duration SELDOM = Duration.ofMinutes(5);

  private final Map<String, Deque<Send>> waiting = new LinkedHashMap<>();
  private final Map<String, Instant> refusedUntil = new LinkedHashMap<>();
  private final Map<String, Instant> refusedSince = new LinkedHashMap<>();

  /** Of what was taken just now while its end, or what is before that, waited already. */
  private final Map<String, Instant> heldUntil = new LinkedHashMap<>();

  /**
   * In the order in which they are due, but for what could not be said and went behind the rest.
   */
  private final Map<String, Repeat> repeats = new LinkedHashMap<>();

  private final Map<String, Instant> since = new LinkedHashMap<>();

  /** Of which the receiver took a beginning, so that it waits for an end. */
  private final Set<String> begun = new HashSet<>();

  private Instant notBefore = Instant.MIN;
  private int failures;

  /** With the order in which they were taken out. */
  private final IdentityHashMap<Send, Long> onTheirWay = new IdentityHashMap<>();

  private long takenOut;
  private int generation;

  /**
   * Something to be said again.
   *
   * @param taken when the receiver last took it
   */
  private record Repeat(Send send, Instant taken, Instant next, Instant until) {
    boolean isOverdue(Instant now) {
      return send.action().keepsFiring() && now.isAfter(taken.plus(OVERDUE));
    }
  }

  /**
   * A send on its way.
   *
   * @param generation of the satchel it was taken from: what was on its way when everything was
   *     given up must not bring anything back
   */
  record Load(Send send, Instant since, boolean repeat, int generation) {}

  void add(Send send) {
    var queue = waiting.computeIfAbsent(send.labels().pageKey(), _ -> new ArrayDeque<>());
    if (!send.action().keepsFiring()) {
      refusedSince.remove(send.labels().pageKey()); // its time begins with its end
    }
    var last = queue.peekLast();
    // A revision of what has not left yet replaces it; only the end of it must come after.
    var replaces =
        last != null
            && !onTheirWay.containsKey(last)
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

  /**
   * What is due, of each key one; what was not said before comes first and alone. After some
   * failures what fires has a turn, or it would end: what is new may be what the receiver cannot
   * bear. It fails twice in a row before, so that fewer are tried at once.
   */
  List<Load> due(Instant now, int most) {
    if (isYetToCome(notBefore, LONGEST_WAIT, now)) {
      return List.of();
    }
    var news = dueNews(now, most);
    var again =
        news.isEmpty() || failures % TURN == TURN - 1 ? dueRepeats(now, most) : List.<Send>of();
    return again.isEmpty() ? loads(news, false, now) : loads(again, true, now);
  }

  private List<Send> dueNews(Instant now, int most) {
    return waiting.entrySet().stream()
        .filter(entry -> !isYetToCome(refusedUntil, entry.getKey(), SELDOM, now))
        .filter(
            entry ->
                entry.getValue().getFirst().action().keepsFiring()
                    || !isYetToCome(heldUntil, entry.getKey(), SEEN, now))
        .limit(most)
        .map(entry -> entry.getValue().getFirst())
        .toList();
  }

  private List<Send> dueRepeats(Instant now, int most) {
    return repeats.values().stream()
        .filter(repeat -> !isYetToCome(repeat.next(), REPEAT, now))
        .limit(most)
        .map(Repeat::send)
        .toList();
  }

  private List<Load> loads(List<Send> sends, boolean repeat, Instant now) {
    return sends.stream().map(send -> load(send, repeat, now)).toList();
  }

  /** A clock that was set back must keep nothing waiting for longer than it may. */
  private static boolean isYetToCome(Instant at, Duration most, Instant now) {
    return now.isBefore(at) && !now.isBefore(at.minus(most));
  }

  private static boolean isYetToCome(
      Map<String, Instant> times, String key, Duration most, Instant now) {
    var at = times.get(key);
    return at != null && isYetToCome(at, most, now);
  }

  private Load load(Send send, boolean repeat, Instant now) {
    onTheirWay.putIfAbsent(send, takenOut++);
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
    onTheirWay.remove(load.send());
    failures = 0;
    notBefore = Instant.MIN;
    var key = load.send().labels().pageKey();
    if (refusedSince.remove(key) != null) {
      refusedUntil.clear(); // somebody has set right what was wrong, maybe for all of them
    }
    if (load.send().action().keepsFiring()) {
      begun.add(key);
    } else {
      begun.remove(key);
      heldUntil.remove(key);
    }
    if (!load.repeat()) {
      remove(load.send());
    }
    if (waiting.containsKey(key)) {
      if (wantsRepeats && !load.repeat() && begins(load.send())) {
        heldUntil.put(key, now.plus(SEEN));
      }
      return;
    }
    if (!wantsRepeats) {
      // Nothing of it is said again: when it began is of use while it goes on.
      if (!load.send().action().keepsFiring()) {
        since.remove(key);
      }
      return;
    }
    repeat(key, new Repeat(load.send(), now, now.plus(REPEAT), untilOf(load, now)));
  }

  /** As the last of all, if there is time for it. */
  private void repeat(String key, Repeat repeat) {
    repeats.remove(key);
    if (repeat.next().isAfter(repeat.until())) {
      since.remove(key);
    } else {
      repeats.put(key, repeat);
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

  /**
   * One key waits; its neighbours go on. What has been over for {@link #NEWS} is told as something
   * that was, and given up after {@link #REFUSED_FOR}.
   *
   * @return how many sends were given up
   */
  int refused(Load load, Instant now) {
    if (isStale(load)) {
      return 0;
    }
    onTheirWay.remove(load.send());
    failures = 0;
    var key = load.send().labels().pageKey();
    var first = refusedSince.computeIfAbsent(key, _ -> now);
    if (load.repeat()) {
      var repeat = repeats.get(key);
      if (repeat != null) {
        repeat(key, new Repeat(repeat.send(), repeat.taken(), now.plus(REPEAT), repeat.until()));
      }
      return 0;
    }
    var queue = waiting.getOrDefault(key, new ArrayDeque<>());
    var end = Optional.ofNullable(queue.peekLast()).filter(last -> !last.action().keepsFiring());
    if (end.isEmpty() || now.isBefore(first.plus(NEWS))) {
      refusedUntil.put(key, now.plus(LONGEST_WAIT));
      return 0;
    }
    if (!now.isBefore(first.plus(REFUSED_FOR))) {
      giveUp(key);
      return queue.size();
    }
    if (begins(queue.getFirst()) && !begun.contains(key)) {
      queue.clear();
      queue.add(end.get().asSomethingThatWas());
    }
    refusedUntil.put(key, now.plus(SELDOM));
    return 0;
  }

  private static boolean begins(Send send) {
    return send.action() == Send.Action.PAGE || send.action() == Send.Action.NOTIFY;
  }

  private void giveUp(String key) {
    waiting.remove(key);
    refusedUntil.remove(key);
    refusedSince.remove(key);
    heldUntil.remove(key);
    since.remove(key);
    begun.remove(key);
  }

  /** Whether it is the first time for that key since something under it was taken. */
  boolean isFirstRefusal(Load load) {
    return !refusedSince.containsKey(load.send().labels().pageKey());
  }

  /**
   * Everything waits, longer each time: 1, 2, 4, 8, at most 15 s. What was tried is tried again
   * after all that was not: it may be the reason. Together it keeps its order, or one that is the
   * reason could stand before another each time.
   */
  void unreachable(Instant now) {
    onTheirWay.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(tried -> tried.getKey().labels().pageKey())
        .forEach(
            key -> {
              moveBack(waiting, key);
              moveBack(repeats, key);
            });
    onTheirWay.clear();
    var wait = Duration.ofSeconds(1L << Math.min(failures, 4));
    failures++;
    notBefore = now.plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
  }

  private static <V> void moveBack(Map<String, V> order, String key) {
    var value = order.remove(key);
    if (value != null) {
      order.put(key, value);
    }
  }

  /** What the receiver should have taken by now: what is new, and repeats that are overdue. */
  int pending(Instant now) {
    long overdue = repeats.values().stream().filter(repeat -> repeat.isOverdue(now)).count();
    return waiting.values().stream().mapToInt(Deque::size).sum() + Math.toIntExact(overdue);
  }

  void clear() {
    generation++;
    onTheirWay.clear();
    waiting.clear();
    refusedUntil.clear();
    refusedSince.clear();
    heldUntil.clear();
    repeats.clear();
    since.clear();
    begun.clear();
  }
}
