package dev.tunnelwatch.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds that a thread hangs, or that nothing is committed though there is work. It counts looks,
 * not seconds: while the whole process is stopped nobody looks, and nothing is held against
 * anybody.
 *
 * @see WatchdogThread who looks once a second
 */
final class Watchdog {

  private final int hangs;
  private final int stalls;
  private final Map<String, Integer> late = new HashMap<>();
  private Vitals before = new Vitals(Set.of(), false, 0, 0);
  private int still;

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
   * @param stalls work without commit or restore
   */
  Watchdog(int hangs, int stalls) {
    this.hangs = hangs;
    this.stalls = stalls;
  }

  /** What is wrong for longer than it may be. */
  Optional<String> look(Vitals now) {
    late.keySet().retainAll(now.late());
    now.late().forEach(thread -> late.merge(thread, 1, Integer::sum));
    boolean moves =
        !now.working() || now.commits() != before.commits() || now.restored() != before.restored();
    still = moves ? 0 : still + 1;
    before = now;
    return late.entrySet().stream()
        .filter(each -> each.getValue() >= hangs)
        .map(Map.Entry::getKey)
        .min(String::compareTo)
        .map(
            thread ->
                "the thread that reads with %s hangs: it has not come back for %d s"
                    .formatted(thread, hangs + (int) Vitals.LATE_SECONDS))
        .or(
            () ->
                still < stalls
                    ? Optional.empty()
                    : Optional.of(
                        "nothing was committed or restored for %d s, though there is work"
                            .formatted(stalls)));
  }

  /** Whether something has been odd for a third of what may be borne: time to ask for reasons. */
  boolean suspects() {
    return still >= stalls / 3 || late.values().stream().anyMatch(looks -> looks >= hangs / 3);
  }

  /** What was seen so far had its reason elsewhere. */
  void forgive() {
    late.clear();
    still = 0;
  }
}
