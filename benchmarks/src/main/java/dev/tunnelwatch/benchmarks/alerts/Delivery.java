package dev.tunnelwatch.benchmarks.alerts;

import dev.tunnelwatch.benchmarks.alerts.Pager.Notification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of faults at one receiver.
 *
 * @param silent faults that woke nobody
 * @param endless faults whose end nobody was told
 * @param disordered whose end came before their beginning
 * @param repeats what came beyond one page and one end for each and, where it is told of them, one
 *     update
 * @param strange what came of no fault, or under other labels than the first of its fault
 */
record Delivery(int faults, int silent, int endless, int disordered, Repeats repeats, int strange) {

  /**
   * At a pager.
   *
   * @param crashes those that concern it
   */
  static Delivery of(int faults, List<Notification> notifications, List<Crash> crashes) {
    var account = new Account(crashes);
    notifications.forEach(account::take);
    int silent = 0;
    int endless = 0;
    int disordered = 0;
    var ids = new HashSet<String>();
    for (int i = 0; i < faults; i++) {
      var id = Outages.id(i);
      ids.add(id);
      int pages = account.pages.getOrDefault(id, 0);
      int ends = account.ends.getOrDefault(id, 0);
      silent += pages == 0 ? 1 : 0;
      endless += ends == 0 ? 1 : 0;
      disordered += account.endedFirst.contains(id) ? 1 : 0;
    }
    int unknown =
        (int) notifications.stream().filter(each -> !ids.contains(each.incident())).count();
    return new Delivery(
        faults, silent, endless, disordered, account.repeats.sum(), unknown + account.relabelled);
  }

  /**
   * What is wrong with it: at most one more after each crash may come; else all of it, once, under
   * one key.
   *
   * @param where the receiver, in words
   */
  List<String> failures(String where) {
    var failures = new ArrayList<String>();
    complain(failures, silent, "woke nobody " + where);
    complain(failures, endless, "never ended " + where);
    complain(failures, disordered, "came out of order " + where);
    complain(failures, strange, "came under another key, or of no fault, " + where);
    repeats.complain(failures, where);
    return failures;
  }

  private static void complain(List<String> failures, int count, String what) {
    if (count > 0) {
      failures.add(count + " " + what);
    }
  }

  private static final class Account {
    private final Map<String, Integer> pages = new HashMap<>();
    private final Map<String, Integer> ends = new HashMap<>();
    private final Map<String, String> labels = new HashMap<>();
    private final Set<String> endedFirst = new HashSet<>();
    private final Repeats.Account repeats;
    private int relabelled;

    Account(List<Crash> crashes) {
      repeats = new Repeats.Account(crashes);
    }

    void take(Notification one) {
      (one.firing() ? pages : ends).merge(one.incident(), 1, Integer::sum);
      repeats.take((one.firing() ? "page " : "end ") + one.incident(), one.at());
      if (!one.firing() && !pages.containsKey(one.incident())) {
        endedFirst.add(one.incident());
      }
      var before = labels.putIfAbsent(one.incident(), one.labels());
      relabelled += before == null || before.equals(one.labels()) ? 0 : 1;
    }
  }
}
