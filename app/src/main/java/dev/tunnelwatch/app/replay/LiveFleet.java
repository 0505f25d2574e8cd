package dev.tunnelwatch.app.replay;

import dev.tunnelwatch.alerts.AlertBook;
import dev.tunnelwatch.alerts.Send;
import dev.tunnelwatch.correlation.DelayHistogram;
import dev.tunnelwatch.correlation.FleetStage;
import dev.tunnelwatch.correlation.Publication;
import dev.tunnelwatch.correlation.PublishedIncident;
import dev.tunnelwatch.correlation.Revisions;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The fleet stage and the alerts as time passes: publishes, and tells what is to be told. */
final class LiveFleet {

  private final Inventory inventory;
  private final Map<GatewayId, Duration> delays = new HashMap<>();
  private final Map<String, PublishedIncident> published = new TreeMap<>();
  private final Set<String> disproved = new HashSet<>();
  private final AlertBook book = new AlertBook();
  private final NavigableSet<Instant> pagesDue = new TreeSet<>();
  private Optional<Instant> nextChange = Optional.empty();
  private Optional<Instant> heldUntil = Optional.empty();

  LiveFleet(Inventory inventory) {
    this.inventory = inventory;
  }

  /** D as it was when the gateway's incidents last changed (rule 36). */
  void delay(GatewayId gateway, Duration delay) {
    delays.put(gateway, delay);
  }

  /** When there is something to do though nothing arrives. */
  Optional<Instant> nextChange() {
    return Stream.of(nextChange, heldUntil, pagesDue.stream().findFirst())
        .flatMap(Optional::stream)
        .min(Instant::compareTo);
  }

  /** Whether time alone asks for another conclusion. */
  boolean isDue(Instant now) {
    return Stream.of(nextChange, heldUntil)
        .flatMap(Optional::stream)
        .anyMatch(at -> !at.isAfter(now));
  }

  /** Publishes what became different. */
  void conclude(Collection<GatewayIncident> incidents, Instant now) {
    var result = FleetStage.incidents(incidents, inventory, now);
    var publication = Publication.of(published, result.incidents(), this::delay, now);
    publication.now().forEach(revision -> publish(revision, now));
    var computed = result.incidents().stream().map(Incident::id).toList();
    publication.now().stream()
        .map(revision -> revision.incident().id())
        .filter(id -> !computed.contains(id))
        .forEach(disproved::add);
    disproved.removeAll(computed);
    heldUntil = publication.heldUntil();
    // Never at once again, whatever the core says.
    nextChange = result.nextChange().map(at -> at.isAfter(now) ? at : now.plusMillis(1));
  }

  private void publish(PublishedIncident revision, Instant now) {
    published.put(revision.incident().id(), revision);
    book.put(revision.incident(), revision.pageDue());
    revision.pageDue().filter(now::isBefore).ifPresent(pagesDue::add);
    revision.incident().redundancy().stream()
        .filter(row -> row.lostTo().isEmpty())
        .flatMap(row -> row.lostFrom().stream())
        .map(lost -> lost.plus(AlertBook.LASTING))
        .filter(now::isBefore)
        .forEach(pagesDue::add);
  }

  /** The longest of its gateways. */
  private Duration delay(Incident incident) {
    return incident.scope().gateways().stream()
        .flatMap(gateway -> Optional.ofNullable(delays.get(gateway)).stream())
        .max(Duration::compareTo)
        .orElse(DelayHistogram.UNKNOWN);
  }

  /** Whether it still needs what its gateway has forgotten. */
  boolean needs(GatewayIncident forgotten, Collection<GatewayIncident> remembered) {
    return PublishedIncident.isNeeded(forgotten, published.values(), remembered);
  }

  /** What receivers are told now; there is no outage of ours to catch up after. */
  List<Send> say(Instant now) {
    pagesDue.headSet(now, true).clear();
    return book.decide(now, false);
  }

  /**
   * How it all ends: what is true as of a time, under the numbers and with the lineage it was
   * published with; and what was closed so long ago that nobody computes it any more.
   */
  List<Incident> last(Collection<GatewayIncident> incidents, Instant asOf) {
    var computed = FleetStage.incidents(incidents, inventory, asOf).incidents();
    var last = new TreeMap<String, Incident>();
    published.forEach((id, revision) -> last.put(id, revision.incident()));
    var ids = computed.stream().map(Incident::id).toList();
    for (var revision : Revisions.next(List.copyOf(last.values()), computed)) {
      if (!ids.contains(revision.id())) {
        disproved.add(revision.id());
      }
      last.put(revision.id(), revision);
    }
    last.keySet().removeIf(id -> !ids.contains(id) && disproved.contains(id));
    return List.copyOf(last.values());
  }
}
