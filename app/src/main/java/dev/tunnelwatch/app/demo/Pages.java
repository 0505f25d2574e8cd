package dev.tunnelwatch.app.demo;

import dev.tunnelwatch.alerts.Send;
import dev.tunnelwatch.model.Incident;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** For which incidents a human was woken, under whatever id they went at the time. */
final class Pages {
  private final Set<String> paged = ConcurrentHashMap.newKeySet();

  void sent(Send send) {
    if (send.action() == Send.Action.PAGE) {
      paged.add(send.labels().pageKey());
      paged.add(send.incident().id());
    }
  }

  /** Also under an id it replaced (rule 39). */
  boolean of(Incident incident) {
    return paged.contains(incident.id())
        || incident.lineage().replaces().stream().anyMatch(paged::contains);
  }

  int count() {
    return paged.size();
  }
}
