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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that the one task of the fleet stage remembers; few incidents, so memory mirrors it. */
final class FleetState {

  static final String MEMBERS = "fleet-members";
  static final String INVENTORY = "fleet-inventory";
  static final String PUBLISHED = "published";

  private static final Logger LOG = LoggerFactory.getLogger(FleetState.class);

  private final FleetMembers members;
  private final InventoryStore inventory;
  private final Reached reached;
  private final Table publishedTable;
  private final Map<String, PublishedIncident> published = new TreeMap<>();

  /** The last revisions of those that were not understood, by id. */
  private final Map<String, Integer> notUnderstood = new HashMap<>();

  FleetState(ProcessingContext context, InstantSource clock) {
    reached = new Reached(Tables.open(context, Reached.OF_FLEET), clock);
    members = new FleetMembers(Tables.open(context, MEMBERS));
    inventory = new InventoryStore(Tables.open(context, INVENTORY));
    publishedTable = Tables.open(context, PUBLISHED);
    try (var entries = publishedTable.all()) {
      while (entries.hasNext()) {
        var entry = entries.next();
        recall(entry.key, entry.value);
      }
    }
  }

  /**
   * What a later version left stays in the store for its return. Its revision is remembered: who
   * reads incidents passes over one that is not above what was told of that id.
   */
  private void recall(String id, byte[] form) {
    try {
      published.put(id, PublishedForm.read(form));
    } catch (RuntimeException | StackOverflowError e) {
      // A boundary: one incident may not silence the fleet.
      var last = PublishedForm.revision(form);
      last.ifPresent(revision -> notUnderstood.put(id, Math.max(0, revision)));
      LOG.atError()
          .addKeyValue("incident", id)
          .addKeyValue("revision", last.isPresent() ? last.getAsInt() : "unknown")
          .setCause(e)
          .log("published incident not understood, left as it was told");
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

  /**
   * Remembers what goes out.
   *
   * @return the same, with a revision above all that went out before
   */
  PublishedIncident publish(PublishedIncident next) {
    var id = next.incident().id();
    var last = notUnderstood.remove(id);
    var revision = last == null ? next : above(last, next);
    published.put(id, revision);
    publishedTable.put(id, PublishedForm.bytes(revision));
    return revision;
  }

  private static PublishedIncident above(int last, PublishedIncident next) {
    return new PublishedIncident(
        next.incident().withRevision(last + next.incident().revision()), next.pageDue(), next.at());
  }

  void forget(Collection<Incident> computed, Instant asOf) {
    var remembered = members.remembered();
    members.release(member -> !PublishedIncident.isNeeded(member, published.values(), remembered));
    var gone = PublishedIncident.forgettable(published.values(), computed, asOf);
    gone.forEach(published::remove);
    gone.forEach(publishedTable::delete);
  }
}
