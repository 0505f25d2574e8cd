package dev.tunnelwatch.streams;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * In which store each table of the stages lies. Few stores, because each has in each task a
 * changelog partition that is written, and on disk a database, at every commit.
 */
final class Tables {
  private static final String ON_DISK = "on-disk";
  private static final String IN_MEMORY = "in-memory";
  private static final String OF_FLEET = "fleet";

  private static final Map<String, String> STORES =
      Map.ofEntries(
          Map.entry(EvidenceStore.EVENTS, ON_DISK),
          Map.entry(EvidenceStore.PRESENCE, ON_DISK),
          Map.entry(EvidenceStore.CARRIES, ON_DISK),
          Map.entry(GatewayState.CONCLUDED, ON_DISK),
          Map.entry(GatewayState.INVENTORY, IN_MEMORY),
          Map.entry(Agenda.DIRTY, IN_MEMORY),
          Map.entry(Agenda.DUE, IN_MEMORY),
          Map.entry(Delays.STORE, IN_MEMORY),
          Map.entry(Reached.OF_GATEWAYS, IN_MEMORY),
          Map.entry(FleetState.INVENTORY, OF_FLEET),
          Map.entry(FleetState.MEMBERS, OF_FLEET),
          Map.entry(FleetState.PUBLISHED, OF_FLEET),
          Map.entry(Reached.OF_FLEET, OF_FLEET));

  private Tables() {}

  /** For what grows with the evidence. */
  static StoreBuilder<KeyValueStore<String, byte[]>> onDisk() {
    return logged(Stores.persistentKeyValueStore(ON_DISK));
  }

  /** For what is small, read on every tick, and quickly restored. */
  static StoreBuilder<KeyValueStore<String, byte[]>> inMemory() {
    return logged(Stores.inMemoryKeyValueStore(IN_MEMORY));
  }

  /** All that the fleet stage keeps; few incidents. */
  static StoreBuilder<KeyValueStore<String, byte[]>> ofFleet() {
    return logged(Stores.inMemoryKeyValueStore(OF_FLEET));
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> logged(
      KeyValueBytesStoreSupplier supplier) {
    return Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(Map.of())
        .withCachingDisabled();
  }

  static Table open(ProcessingContext context, String table) {
    KeyValueStore<String, byte[]> store = context.getStateStore(STORES.get(table));
    return new Table(store, table);
  }

  /** Names of tables and of the stores that they lie in. */
  static Map<String, String> all() {
    return STORES;
  }
}
