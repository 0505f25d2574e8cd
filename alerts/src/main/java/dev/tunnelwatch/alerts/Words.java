package dev.tunnelwatch.alerts;

import dev.tunnelwatch.alerts.Standing.Said;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.OperatorAction;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The words of people by incident, also of incidents that are not known yet. They go with an
 * incident whose id moves (rule 39). Bounded: of too many incidents the one that was spoken of
 * longest ago is forgotten.
 *
 * <p>Not safe for several threads.
 */
final class Words {

  static final int MOST = 10_000;

  private final Map<String, Standing> byIncident = new LinkedHashMap<>();
  private final Map<String, String> heirs = new HashMap<>();

  /** Takes a word; one that comes again changes nothing. */
  void take(long offset, OperatorAction action) {
    add(heirOf(action.incident()), Standing.of(new Said(offset, action)));
  }

  private void add(String incident, Standing more) {
    var before = byIncident.remove(incident);
    byIncident.put(incident, before == null ? more : before.and(more));
    if (byIncident.size() > MOST) {
      byIncident.remove(byIncident.keySet().iterator().next());
    }
  }

  /** Takes where an incident came from, and where it went. */
  void follow(Incident incident) {
    var lineage = incident.lineage();
    if (lineage.mergedInto().isEmpty()) {
      heirs.remove(incident.id());
    }
    lineage.replaces().forEach(old -> move(old, incident.id()));
    lineage.mergedInto().ifPresent(heir -> move(incident.id(), heir));
  }

  private void move(String from, String heir) {
    heirs.put(from, heir);
    var left = byIncident.remove(from);
    if (left != null) {
      add(heirOf(from), left);
    }
  }

  /** Revisions come in any order, so that heirs may go round in a circle for a while. */
  private String heirOf(String incident) {
    var last = incident;
    for (int steps = 0; heirs.containsKey(last) && steps < heirs.size(); steps++) {
      last = heirs.getOrDefault(last, last);
    }
    return last;
  }

  /** All that was said of it, whether or not it still counts. */
  Standing of(String incident) {
    return byIncident.getOrDefault(incident, Standing.NONE);
  }

  /** Forgets ways between incidents that are known no more; words stay, as they may come early. */
  void forget(Predicate<String> isKnown) {
    heirs.entrySet().removeIf(way -> !isKnown.test(way.getKey()) && !isKnown.test(way.getValue()));
  }
}
