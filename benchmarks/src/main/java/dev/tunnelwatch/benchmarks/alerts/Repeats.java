package dev.tunnelwatch.benchmarks.alerts;

import dev.tunnelwatch.benchmarks.alerts.Crash.Whom;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What came more than once.
 *
 * @param times in all
 * @param mostAfterOne after one crash of the sender or the receiver
 * @param ofAlertmanager after an Alertmanager had forgotten that it had notified
 * @param afterNone though nothing had crashed
 */
record Repeats(int times, int mostAfterOne, int ofAlertmanager, int afterNone) {

  /** One after the other. */
  static final class Account {
    private final List<Crash> crashes;
    private final Map<String, Long> told = new HashMap<>();
    private final Map<Crash, Integer> after = new HashMap<>();
    private int times;
    private int afterNone;

    /**
     * Begins one.
     *
     * @param crashes those that concern the receiver
     */
    Account(List<Crash> crashes) {
      this.crashes = List.copyOf(crashes);
    }

    /**
     * Takes what came.
     *
     * @param what the same words for the same thing
     * @param at by {@link System#nanoTime}
     */
    void take(String what, long at) {
      var before = told.put(what, at);
      if (before != null) {
        times++;
        Crash.between(crashes, before, at)
            .ifPresentOrElse(crash -> after.merge(crash, 1, Integer::sum), () -> afterNone++);
      }
    }

    Repeats sum() {
      return new Repeats(times, most(after), ofAlertmanager(), afterNone);
    }

    private static int most(Map<Crash, Integer> after) {
      return after.entrySet().stream()
          .filter(each -> each.getKey().whom() != Whom.ALERTMANAGER)
          .mapToInt(Map.Entry::getValue)
          .max()
          .orElse(0);
    }

    private int ofAlertmanager() {
      return after.entrySet().stream()
          .filter(each -> each.getKey().whom() == Whom.ALERTMANAGER)
          .mapToInt(Map.Entry::getValue)
          .sum();
    }
  }

  /** What is wrong with it: at most one more may come after a crash, and none after none. */
  void complain(Collection<String> failures, String where) {
    if (mostAfterOne > 1) {
      failures.add(mostAfterOne + " came once more after one crash " + where);
    }
    if (afterNone > 0) {
      failures.add(afterNone + " came once more after no crash " + where);
    }
  }
}
