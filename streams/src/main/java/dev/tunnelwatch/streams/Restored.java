package dev.tunnelwatch.streams;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.StateRestoreListener;

/** State that is read back, a sign of life where nothing is committed. */
final class Restored implements StateRestoreListener {

  private final AtomicLong entries = new AtomicLong();

  /** How far each had come at best, of those that were not ready. */
  private final Map<TopicPartition, Long> reached = new ConcurrentHashMap<>();

  private final Set<TopicPartition> inWork = ConcurrentHashMap.newKeySet();

  /** Counts those of all states. */
  long entries() {
    return entries.get();
  }

  /**
   * The offsets that were reached, by what is being restored. Who begins again at the beginning
   * stays where he was, until he gets further.
   */
  Map<TopicPartition, Long> reached() {
    var now = new HashMap<>(reached);
    now.keySet().retainAll(inWork);
    return now;
  }

  @Override
  public void onRestoreStart(TopicPartition partition, String store, long first, long end) {
    reached.merge(partition, first, Math::max);
    inWork.add(partition);
  }

  @Override
  public void onBatchRestored(TopicPartition partition, String store, long last, long read) {
    entries.addAndGet(read);
    reached.merge(partition, last, Math::max);
  }

  @Override
  public void onRestoreEnd(TopicPartition partition, String store, long read) {
    inWork.remove(partition);
    reached.remove(partition);
  }

  /** Its task went elsewhere, or is closed to begin again. */
  @Override
  public void onRestoreSuspended(TopicPartition partition, String store, long read) {
    inWork.remove(partition);
  }
}
