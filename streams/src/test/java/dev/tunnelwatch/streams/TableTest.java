package dev.tunnelwatch.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class TableTest {
  private final KeyValueStore<String, byte[]> store = store();
  private final Table due = new Table(store, "due");
  private final Table dirty = new Table(store, "dirty");
  private final Table duel = new Table(store, "duel");

  @Test
  void tablesOfOneStoreDoNotSeeEachOther() {
    for (var table : List.of(due, dirty, duel)) {
      table.put("b", bytes("1"));
      table.put("a", bytes("2"));
      table.put("a|x", bytes("3"));
    }
    dirty.delete("a");

    assertThat(keys(due.all())).containsExactly("a", "a|x", "b");
    assertThat(keys(due.under("a"))).containsExactly("a", "a|x");
    assertThat(keys(due.from("a|"))).containsExactly("a|x", "b");
    assertThat(keys(due.from(""))).containsExactly("a", "a|x", "b");
    assertThat(keys(dirty.all())).containsExactly("a|x", "b");
    assertThat(dirty.get("a")).isNull();
    assertThat(duel.get("a")).isEqualTo(bytes("2"));
  }

  @Test
  void eachTableHasItsPlace() {
    var stores = new ArrayList<String>();
    GatewayState.stores().forEach(each -> stores.add(each.name()));
    FleetState.stores().forEach(each -> stores.add(each.name()));

    assertThat(Tables.all().values()).hasSameElementsAs(stores);
    assertThat(Tables.all().keySet()).noneMatch(name -> name.contains("/"));
  }

  private static List<String> keys(KeyValueIterator<String, byte[]> entries) {
    var keys = new ArrayList<String>();
    try (entries) {
      entries.forEachRemaining(entry -> keys.add(entry.key));
    }
    return keys;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static KeyValueStore<String, byte[]> store() {
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("all"), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    var context = new MockProcessorContext<String, byte[]>();
    store.init(context.getStateStoreContext(), store);
    return store;
  }
}
