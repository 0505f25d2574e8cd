package dev.tunnelwatch.streams;

import dev.tunnelwatch.correlation.DelayHistogram;
import dev.tunnelwatch.correlation.PublishedIncident;
import dev.tunnelwatch.model.GatewayId;
import dev.tunnelwatch.model.GatewayIncident;
import dev.tunnelwatch.model.GatewayTopology;
import dev.tunnelwatch.model.Incident;
import dev.tunnelwatch.model.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** All that the one task of the fleet stage remembers; few incidents, so memory mirrors it. */
final class FleetState {

  static final String MEMBERS = "fleet-members";
  static final String INVENTORY = "fleet-inventory";
  static final String PUBLISHED = "published";

  private final FleetMembers members;
  private final InventoryStore inventory;
  private final Reached reached;
  private final Table publishedTable;
  private final Map<String, PublishedIncident> published = new TreeMap<>();

  FleetState(ProcessingContext context, InstantSource clock) {
    reached = new Reached(Tables.open(context, Reached.OF_FLEET), clock);
    members = new FleetMembers(Tables.open(context, MEMBERS));
    inventory = new InventoryStore(Tables.open(context, INVENTORY));
    publishedTable = Tables.open(context, PUBLISHED);
    try (var entries = publishedTable.all()) {
      while (entries.hasNext()) {
        var entry = entries.next();
        published.put(entry.key, PublishedForm.read(entry.value));
      }
    }
  }

  static List<StoreBuilder<KeyValueStore<String, byte[]>>> stores() {
    return List.of(Tables.ofFleet());
  }

  /** True when the fleet is to be concluded anew. */
  boolean takeIncident(Record<String, byte[]> record) {
    return members.take(record);
  }

  /** True when the fleet is to be concluded anew. */
  boolean takeInventory(Record<String, byte[]> record) {
    return inventory.take(record).isPresent();
  }

  Collection<GatewayIncident> incidents() {
    return members.incidents();
  }

  Inventory inventory() {
    var gateways = new TreeMap<GatewayId, GatewayTopology>();
    inventory.all().forEach((gateway, known) -> gateways.put(gateway, known.topology()));
    return new Inventory(
        gateways,
        inventory.all().values().stream()
            .map(InventoryStore.Known::hash)
            .flatMap(Optional::stream)
            .findFirst());
  }

  /** D of an incident: the longest of its gateways. */
  Duration delay(Incident incident) {
    return incident.scope().gateways().stream()
        .map(members::delay)
        .flatMap(Optional::stream)
        .max(Duration::compareTo)
        .orElse(DelayHistogram.UNKNOWN);
  }

  Reached reached() {
    return reached;
  }

  Map<String, PublishedIncident> published() {
    return published;
  }

  void published(PublishedIncident revision) {
    published.put(revision.incident().id(), revision);
    publishedTable.put(revision.incident().id(), PublishedForm.bytes(revision));
  }

  void forget(Collection<Incident> computed, Instant asOf) {
    var remembered = members.remembered();
    members.release(member -> !PublishedIncident.isNeeded(member, published.values(), remembered));
    var gone = PublishedIncident.forgettable(published.values(), computed, asOf);
    gone.forEach(published::remove);
    gone.forEach(publishedTable::delete);
  }
}
