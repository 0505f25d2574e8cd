package dev.tunnelwatch.streams;

import java.nio.charset.StandardCharsets;

/**
 * How large a record may be: what Kafka's producer takes by itself is 1 MiB, and what is larger
 * ends the thread of whoever has the partition, in every life again. So it is looked at before
 * anything is put or sent, where only its gateway or its record has to wait.
 */
final class EntrySize {

  /** With room for headers, for what stands before keys, and for what a batch has around it. */
  static final int MOST = 1_000_000;

  private EntrySize() {}

  /**
   * Passes where it fits.
   *
   * @throws IllegalArgumentException where it does not
   */
  static void check(String key, byte[] value) {
    long bytes = of(key, value);
    if (bytes > MOST) {
      throw new IllegalArgumentException(
          "entry: expected at most %,d bytes, got %,d under %.200s".formatted(MOST, bytes, key));
    }
  }

  static long of(String key, byte[] value) {
    return (long) key.getBytes(StandardCharsets.UTF_8).length + value.length;
  }
}
