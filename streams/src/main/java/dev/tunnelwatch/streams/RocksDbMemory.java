package dev.tunnelwatch.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One bound for the memory of all stores of the process. By default each store has its own 50 MB
 * cache and 48 MB of write buffers, and one process has a store for each of its partitions.
 */
public final class RocksDbMemory implements RocksDBConfigSetter {

  private static final long CACHE_BYTES = 128L << 20;
  static final long WRITE_BYTES = 64L << 20;
  private static final long WRITE_BUFFER_BYTES = 4L << 20;

  /**
   * Each store holds one block at least. Where those of all stores fill what is for writing, every
   * write flushes a file of next to nothing, and soon all wait for compactions.
   */
  static final long ARENA_BLOCK_BYTES = 256L << 10;

  static {
    RocksDB.loadLibrary();
  }

  // Shared by all stores, and therefore never closed by one.
  private static final Cache CACHE = new LRUCache(CACHE_BYTES);
  private static final WriteBufferManager WRITES = new WriteBufferManager(WRITE_BYTES, CACHE);

  @Override
  public void setConfig(String store, Options options, Map<String, Object> configs) {
    if (options.tableFormatConfig() instanceof BlockBasedTableConfig table) {
      table.setBlockCache(CACHE);
      table.setCacheIndexAndFilterBlocks(true);
      options.setTableFormatConfig(table);
    }
    options.setWriteBufferManager(WRITES);
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setArenaBlockSize(ARENA_BLOCK_BYTES);
    options.setMaxWriteBufferNumber(2);
  }

  @Override
  public void close(String store, Options options) {
    // What was set is shared.
  }
}
