package dev.tunnelwatch.streams;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** A task outside Kafka whose next life has what its stores held, and nothing else. */
final class Restartable {

  private final Path directory;
  private final InstantSource clock;
  private final Map<String, List<KeyValue<String, byte[]>>> saved = new HashMap<>();
  private final Map<String, KeyValueStore<String, byte[]>> stores = new HashMap<>();
  private @Nullable MockProcessorContext<String, byte[]> context;
  private @Nullable Processor<String, byte[], String, byte[]> processor;

  Restartable(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  Restartable start(
      Processor<String, byte[], String, byte[]> starting,
      Collection<StoreBuilder<KeyValueStore<String, byte[]>>> builders,
      String topic) {
    var starter =
        new MockProcessorContext<String, byte[]>(
            new Properties(), new TaskId(0, 0), directory.toFile());
    for (var builder : builders) {
      var store =
          Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(builder.name()), Serdes.String(), Serdes.ByteArray())
              .withLoggingDisabled()
              .build();
      store.init(starter.getStateStoreContext(), store);
      saved.forEach(
          (table, entries) -> {
            if (builder.name().equals(Tables.all().get(table))) {
              entries.forEach(e -> new Table(store, table).put(e.key, e.value));
            }
          });
      starter.addStateStore(store);
      stores.put(builder.name(), store);
    }
    starter.setRecordMetadata(topic, 0, 0);
    starting.init(starter);
    context = starter;
    processor = starting;
    return this;
  }

  /** What is left of it after a crash. */
  Restartable restart() {
    return after(stored());
  }

  /** One whose last life, perhaps of another version, left that. */
  Restartable after(Map<String, List<KeyValue<String, byte[]>>> stored) {
    var next = new Restartable(directory, clock);
    next.saved.putAll(stored);
    return next;
  }

  /** By table; of those that hold something. */
  Map<String, List<KeyValue<String, byte[]>>> stored() {
    var stored = new TreeMap<String, List<KeyValue<String, byte[]>>>();
    for (var store : stores.values()) {
      try (var all = store.all()) {
        all.forEachRemaining(
            entry -> {
              var words = entry.key.split("/", 2); // the table's name, and the key in it
              stored
                  .computeIfAbsent(words[0], _ -> new ArrayList<>())
                  .add(KeyValue.pair(words[1], entry.value));
            });
      }
    }
    return stored;
  }

  void process(Record<String, byte[]> record) {
    requireNonNull(context).setCurrentSystemTimeMs(clock.millis());
    requireNonNull(processor).process(record);
  }

  void tick() {
    requireNonNull(context).setCurrentSystemTimeMs(clock.millis());
    requireNonNull(context)
        .scheduledPunctuators()
        .forEach(timer -> timer.getPunctuator().punctuate(clock.millis()));
  }

  List<Record<String, byte[]>> forwarded() {
    return take(requireNonNull(context).forwarded());
  }

  List<Record<String, byte[]>> forwardedTo(String child) {
    return take(requireNonNull(context).forwarded(child));
  }

  /** How many that were not yet taken. */
  int sentTo(String child) {
    return requireNonNull(context).forwarded(child).size();
  }

  /** Each is given once. */
  private List<Record<String, byte[]>> take(
      List<MockProcessorContext.CapturedForward<? extends String, ? extends byte[]>> captured) {
    var records = new ArrayList<Record<String, byte[]>>();
    for (var forward : captured) {
      var record = forward.record();
      records.add(new Record<>(record.key(), record.value(), record.timestamp(), record.headers()));
    }
    requireNonNull(context).resetForwards();
    return records;
  }
}
