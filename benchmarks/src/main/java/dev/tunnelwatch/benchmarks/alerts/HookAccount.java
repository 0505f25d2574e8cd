package dev.tunnelwatch.benchmarks.alerts;

import dev.tunnelwatch.benchmarks.alerts.Hook.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What came of faults at a webhook. It is told of each step of a fault by an event of its own, so
 * that more can be asked of it than of a pager: nothing but its end follows an end, nothing comes
 * before a page, and all is signed.
 */
final class HookAccount {
  private static final Set<String> ACTIONS = Set.of("page", "update", "resolve");

  /** By page key, then by what it says. */
  private final Map<String, Map<String, Integer>> told = new HashMap<>();

  private final Map<String, String> labels = new HashMap<>();
  private final Set<String> disordered = new HashSet<>();
  private final Set<String> ids = new HashSet<>();
  private final Repeats.Account repeats;
  private int strange;

  private HookAccount(int faults, List<Crash> crashes) {
    repeats = new Repeats.Account(crashes);
    for (int i = 0; i < faults; i++) {
      ids.add(Outages.id(i));
    }
  }

  /**
   * At a webhook.
   *
   * @param crashes those that concern it
   */
  static Delivery of(int faults, List<Event> events, List<Crash> crashes) {
    var account = new HookAccount(faults, crashes);
    events.forEach(account::take);
    return account.delivery();
  }

  private void take(Event event) {
    if (!isOfAFault(event)) {
      strange++;
      return;
    }
    var before = told.computeIfAbsent(event.subject(), _ -> new HashMap<>());
    boolean early = !event.action().equals("page") && !before.containsKey("page");
    boolean late = !event.action().equals("resolve") && before.containsKey("resolve");
    if (early || late) {
      disordered.add(event.subject());
    }
    before.merge(event.action(), 1, Integer::sum);
    repeats.take(event.action() + ' ' + event.subject(), event.at());
    var first = labels.putIfAbsent(event.subject(), event.labels());
    strange += first == null || first.equals(event.labels()) ? 0 : 1;
  }

  private boolean isOfAFault(Event event) {
    return event.genuine()
        && ACTIONS.contains(event.action())
        && ids.contains(event.subject())
        && event.subject().equals(event.incident());
  }

  /** What came once more than needed, by what it said. */
  static Map<String, Integer> doubled(int faults, List<Event> events) {
    var account = new HookAccount(faults, List.of());
    events.forEach(account::take);
    var doubled = new TreeMap<String, Integer>();
    for (var each : account.told.values()) {
      each.forEach((action, times) -> doubled.merge(action, times - 1, Integer::sum));
    }
    return doubled;
  }

  private Delivery delivery() {
    return new Delivery(
        ids.size(), lacking("page"), lacking("resolve"), disordered.size(), repeats.sum(), strange);
  }

  private int lacking(String action) {
    return (int)
        ids.stream().filter(id -> !told.getOrDefault(id, Map.of()).containsKey(action)).count();
  }
}
