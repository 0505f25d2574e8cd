package dev.tunnelwatch.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds that a thread hangs, that one commits nothing though it has work, or that a task waits for
 * its state in vain, whatever those beside it do. It counts looks, not seconds: while the whole
 * process is stopped nobody looks, and nothing is held against anybody.
 *
 * @see WatchdogThread who looks once a second
 */
final class Watchdog {

  private final int hangs;
  private final int stalls;
  private final Map<String, Integer> late = new HashMap<>();
  private final Map<String, Standing> standing = new TreeMap<>();
  private Vitals before = new Vitals(Set.of(), Map.of(), new Vitals.Restoring(true, 0, Map.of()));

  /** Threads with work, and for how many looks they have committed nothing. */
  private final Map<String, Integer> still = new TreeMap<>();

  private int waiting;

  /** A state that is restored: how far it came, and for how many looks it has come no further. */
  private record Standing(long reached, int looks) {}

  /** Far longer than Kafka's clients may wait for a broker within one call (60 s). */
  static Watchdog patient() {
    // A process that hangs keeps the others of its group from committing until it is gone, so those
    // bear it for longer than it takes to find out about oneself.
    return new Watchdog(90, 180);
  }

  /**
   * In looks in a row.
   *
   * @param hangs a thread that is late for so long
   * @param stalls work without commit or restore, or a task whose state does not come
   */
  Watchdog(int hangs, int stalls) {
    this.hangs = hangs;
    this.stalls = stalls;
  }

  /** What is wrong for longer than it may be. */
  Optional<String> look(Vitals now) {
    late.keySet().retainAll(now.late());
    now.late().forEach(thread -> late.merge(thread, 1, Integer::sum));
    still.keySet().retainAll(now.commits().keySet());
    now.commits()
        .forEach(
            (thread, commits) -> {
              boolean moves = !commits.equals(before.commits().get(thread)) || restores(now);
              still.compute(thread, (_, looks) -> moves || looks == null ? 0 : looks + 1);
            });
    waiting = !now.working() || now.restoring().whole() || restores(now) ? 0 : waiting + 1;
    watch(now.restoring());
    before = now;
    return late.entrySet().stream()
        .filter(each -> each.getValue() >= hangs)
        .map(Map.Entry::getKey)
        .min(String::compareTo)
        .map(
            thread ->
                "the thread that reads with %s hangs: it has not come back for %d s"
                    .formatted(thread, hangs + (int) Vitals.LATE_SECONDS))
        .or(this::idle)
        .or(this::unready);
  }

  private Optional<String> idle() {
    return still.entrySet().stream()
        .filter(each -> each.getValue() >= stalls)
        .findFirst()
        .map(
            each ->
                "nothing was committed by %s or restored for %d s, though there is work"
                    .formatted(each.getKey(), stalls));
  }

  private boolean restores(Vitals now) {
    return now.restoring().entries() != before.restoring().entries();
  }

  /** What is closed to begin again is not seen for a while, and is remembered. */
  private void watch(Vitals.Restoring restoring) {
    if (restoring.whole()) {
      standing.clear();
    }
    restoring
        .reached()
        .forEach(
            (state, offset) ->
                standing.compute(
                    state,
                    (_, last) ->
                        last == null || offset > last.reached()
                            ? new Standing(offset, 0)
                            : new Standing(last.reached(), last.looks() + 1)));
  }

  private Optional<String> unready() {
    return standing.entrySet().stream()
        .filter(each -> before.restoring().reached().containsKey(each.getKey()))
        .filter(each -> each.getValue().looks() >= stalls)
        .findFirst()
        .map(
            each ->
                "the state in %s is not restored: it has come no further than offset %d for %d s"
                    .formatted(each.getKey(), each.getValue().reached(), stalls))
        .or(
            () ->
                waiting < stalls
                    ? Optional.empty()
                    : Optional.of(
                        "a task has waited for its state for %d s, and none is restored"
                            .formatted(stalls)));
  }

  /** Whether something has been odd for a third of what may be borne: time to ask for reasons. */
  boolean suspects() {
    return still.values().stream().anyMatch(looks -> looks >= stalls / 3)
        || waiting >= stalls / 3
        || standing.values().stream().anyMatch(each -> each.looks() >= stalls / 3)
        || late.values().stream().anyMatch(looks -> looks >= hangs / 3);
  }

  /** What was seen so far had its reason elsewhere. */
  void forgive() {
    late.clear();
    standing.clear();
    still.clear();
    waiting = 0;
  }
}
