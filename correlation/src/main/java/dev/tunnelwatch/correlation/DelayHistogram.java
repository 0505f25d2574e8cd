package dev.tunnelwatch.correlation;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How late one source's records came in the last hour: counts by delay, in slices of time so that
 * the hour can move. Delays are told to 5 s, which is finer than a page needs and keeps a page's
 * due time from trembling.
 */
public final class DelayHistogram {

  /**
   * D while there are fewer than {@value #ENOUGH} records (rule 35). They usually take 30 to 90 s;
   * with less patience a third of the blips of a gateway that says little would page.
   */
  public static final Duration UNKNOWN = Duration.ofSeconds(90);

  public static final int ENOUGH = 200;

  private static final Duration WINDOW = Duration.ofHours(1);
  private static final Duration AHEAD = Duration.ofMinutes(5);
  private static final long SLICE_SECONDS = 300;
  private static final long STEP_SECONDS = 5;

  /** The last one holds everything from 180 s on, where D is clamped. */
  private static final int BUCKETS = 37;

  private static final int SLICE_BYTES = Long.BYTES + BUCKETS * Integer.BYTES;

  private final SortedMap<Long, int[]> slices = new TreeMap<>();

  /** Counts one record, unless it is of another hour than the one before {@code now}. */
  public void add(Instant enqueuedAt, Instant at, Instant now) {
    if (enqueuedAt.isBefore(now.minus(WINDOW)) || enqueuedAt.isAfter(now.plus(AHEAD))) {
      return;
    }
    long seconds = Math.max(0, enqueuedAt.getEpochSecond() - at.getEpochSecond());
    int bucket = (int) Math.min(BUCKETS - 1, seconds / STEP_SECONDS);
    slices.computeIfAbsent(slice(enqueuedAt), _ -> new int[BUCKETS])[bucket]++;
    slices.headMap(slice(now.minus(WINDOW))).clear();
  }

  /** D: what 95 of 100 records did not exceed, rounded up to 5 s. Empty when there is no record. */
  public Optional<Duration> p95(Instant now) {
    var counts = new long[BUCKETS];
    long total = 0;
    for (var slice : slices.tailMap(slice(now.minus(WINDOW))).values()) {
      for (int i = 0; i < BUCKETS; i++) {
        counts[i] += slice[i];
        total += slice[i];
      }
    }
    if (total < ENOUGH) {
      return total == 0 ? Optional.empty() : Optional.of(UNKNOWN);
    }
    long needed = (total * 95 + 99) / 100;
    int bucket = 0;
    for (long seen = counts[0]; seen < needed; seen += counts[bucket]) {
      bucket++;
    }
    return Optional.of(Duration.ofSeconds((bucket + 1) * STEP_SECONDS));
  }

  /** For a store. */
  public byte[] bytes() {
    var out = ByteBuffer.allocate(slices.size() * SLICE_BYTES);
    slices.forEach(
        (slice, counts) -> {
          out.putLong(slice);
          for (int count : counts) {
            out.putInt(count);
          }
        });
    return out.array();
  }

  /** What {@link #bytes()} gave; anything else is an empty one. */
  public static DelayHistogram read(byte @Nullable [] bytes) {
    var histogram = new DelayHistogram();
    if (bytes == null || bytes.length % SLICE_BYTES != 0) {
      return histogram;
    }
    for (var in = ByteBuffer.wrap(bytes); in.hasRemaining(); ) {
      var counts = new int[BUCKETS];
      histogram.slices.put(in.getLong(), counts);
      for (int i = 0; i < BUCKETS; i++) {
        counts[i] = in.getInt();
      }
    }
    return histogram;
  }

  private static long slice(Instant time) {
    return Math.floorDiv(time.getEpochSecond(), SLICE_SECONDS);
  }
}
