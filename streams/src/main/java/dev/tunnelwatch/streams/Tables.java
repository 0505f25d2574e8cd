package dev.tunnelwatch.streams;

import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The stores of the stages: text keys, bytes as values. Bytes, because a serde that throws on what
 * it finds would stop the partition; whoever takes a value out reads it and knows what to do.
 */
final class Tables {

  private static final StringSerializer PREFIX = new StringSerializer();

  private Tables() {}

  /** On disk, for what grows with the evidence. */
  static StoreBuilder<KeyValueStore<String, byte[]>> onDisk(String name) {
    return logged(Stores.persistentKeyValueStore(name));
  }

  /** For what is small, read on every tick, and quickly restored. */
  static StoreBuilder<KeyValueStore<String, byte[]>> inMemory(String name) {
    return logged(Stores.inMemoryKeyValueStore(name));
  }

  private static StoreBuilder<KeyValueStore<String, byte[]>> logged(
      KeyValueBytesStoreSupplier supplier) {
    return Stores.keyValueStoreBuilder(supplier, Serdes.String(), Serdes.ByteArray())
        .withLoggingEnabled(Map.of())
        .withCachingDisabled();
  }

  static KeyValueStore<String, byte[]> open(ProcessingContext context, String name) {
    return context.getStateStore(name);
  }

  /** All entries whose key begins so, in order of key; to be closed. */
  static KeyValueIterator<String, byte[]> under(
      KeyValueStore<String, byte[]> store, String prefix) {
    return store.prefixScan(prefix, PREFIX);
  }
}
