package dev.tunnelwatch.streams;

import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one kind in a store that holds several: text keys, bytes as values. Bytes, because
 * a serde that throws on what it finds would stop the partition; whoever takes a value out reads it
 * and knows what to do. In the store a key begins with the table's name.
 */
final class Table {
  private static final StringSerializer KEYS = new StringSerializer();
  private static final char BEHIND_NAME = '/';

  private final KeyValueStore<String, byte[]> store;
  private final String prefix;

  Table(KeyValueStore<String, byte[]> store, String name) {
    this.store = store;
    prefix = name + BEHIND_NAME;
  }

  byte @Nullable [] get(String key) {
    return store.get(prefix + key);
  }

  void put(String key, byte[] value) {
    store.put(prefix + key, value);
  }

  void delete(String key) {
    store.delete(prefix + key);
  }

  /** In order of key; to be closed. */
  KeyValueIterator<String, byte[]> all() {
    return under("");
  }

  /** All entries whose key begins so, in order of key; to be closed. */
  KeyValueIterator<String, byte[]> under(String beginning) {
    return new Entries(store.prefixScan(prefix + beginning, KEYS), prefix.length());
  }

  /** All entries from that key on, in order of key; to be closed. */
  KeyValueIterator<String, byte[]> from(String key) {
    return new Entries(store.range(prefix + key, end()), prefix.length());
  }

  /** All entries between two keys, themselves included, in order of key; to be closed. */
  KeyValueIterator<String, byte[]> between(String first, String last) {
    return new Entries(store.range(prefix + first, prefix + last), prefix.length());
  }

  /** No key of this table, and before those of any other. */
  private String end() {
    return prefix.substring(0, prefix.length() - 1) + (char) (BEHIND_NAME + 1);
  }

  private record Entries(KeyValueIterator<String, byte[]> inner, int ahead)
      implements KeyValueIterator<String, byte[]> {

    @Override
    public boolean hasNext() {
      return inner.hasNext();
    }

    @Override
    public KeyValue<String, byte[]> next() {
      var next = inner.next();
      return KeyValue.pair(next.key.substring(ahead), next.value);
    }

    @Override
    public String peekNextKey() {
      return inner.peekNextKey().substring(ahead);
    }

    @Override
    public void close() {
      inner.close();
    }
  }
}
