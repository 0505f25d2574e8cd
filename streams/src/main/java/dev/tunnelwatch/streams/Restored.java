package dev.tunnelwatch.streams;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** Counts the entries of state that are read back, a sign of life where nothing is committed. */
final class Restored implements StateRestoreListener {

  private final AtomicLong entries = new AtomicLong();

  long entries() {
    return entries.get();
  }

  @Override
  public void onRestoreStart(TopicPartition partition, String store, long first, long end) {
    // Nothing is read yet.
  }

  @Override
  public void onBatchRestored(TopicPartition partition, String store, long last, long read) {
    entries.addAndGet(read);
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long read) {
    // Counted batch by batch.
  }
}
