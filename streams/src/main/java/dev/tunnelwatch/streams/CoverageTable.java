package dev.tunnelwatch.streams;

import static java.util.Objects.requireNonNull;

import dev.tunnelwatch.model.SourceId;
import dev.tunnelwatch.model.Topics;
import dev.tunnelwatch.records.CoverageJson;
import dev.tunnelwatch.records.MalformedJsonException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code tw.sources} as a table that every task sees, since coverage is not keyed by gateway. In
 * memory: a persistent global table can be corrupted by a crash under exactly-once.
 */
record CoverageTable(Topics topics, Coverage coverage)
    implements ProcessorSupplier<String, byte[], Void, Void> {

  static final String STORE = "coverage";

  private static final Logger LOG = LoggerFactory.getLogger(CoverageTable.class);

  void addTo(StreamsBuilder builder) {
    var store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
            .withLoggingDisabled();
    builder.addGlobalStore(
        store,
        topics.sources(),
        Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("sources-in"),
        this);
  }

  @Override
  public Processor<String, byte[], Void, Void> get() {
    return new Table();
  }

  private final class Table implements Processor<String, byte[], Void, Void> {
    private @Nullable KeyValueStore<String, byte[]> store;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
      KeyValueStore<String, byte[]> opened = context.getStateStore(STORE);
      store = opened;
      // What a restore put into the store did not pass through process().
      try (var entries = opened.all()) {
        while (entries.hasNext()) {
          var entry = entries.next();
          learn(entry.key, entry.value);
        }
      }
    }

    @Override
    public void process(Record<String, byte[]> record) {
      if (record.key() != null) {
        requireNonNull(store).put(record.key(), record.value());
        learn(record.key(), record.value());
      }
    }

    private void learn(String key, byte[] value) {
      try {
        if (value == null) {
          coverage.forget(SourceId.parse(key));
        } else {
          coverage.update(CoverageJson.read(value));
        }
      } catch (MalformedJsonException | IllegalArgumentException e) {
        LOG.atWarn().addKeyValue("source", key).setCause(e).log("coverage not understood");
      }
    }
  }
}
