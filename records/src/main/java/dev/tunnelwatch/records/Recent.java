package dev.tunnelwatch.records;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was lately made of short texts: the same few stand in record after record. Safe for many
 * threads without a lock: an entry is never changed, and a lost one is only made again.
 */
final class Recent<V> {

  private static final int LONGEST = 256;

  /** The hash looks at so many bytes of the end: resource ids begin alike. */
  private static final int HASHED = 32;

  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final int longest;
  private final int hashed;
  private final @Nullable Entry[] entries;
  private final Function<String, V> make;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Entry(byte[] bytes, Object made) {

    boolean isOf(byte[] body, int from, int to) {
      return bytes.length == to - from && AsciiText.isSame(body, from, to, bytes, 0);
    }
  }

  /**
   * Nothing made yet.
   *
   * @param slots how many are kept at most; a power of 2
   */
  Recent(int slots, Function<String, V> make) {
    this(slots, make, LONGEST, HASHED);
  }

  /**
   * Nothing made yet.
   *
   * @param longest text that is remembered, in bytes
   * @param hashed how many bytes of the end tell texts apart
   */
  Recent(int slots, Function<String, V> make, int longest, int hashed) {
    this.longest = longest;
    this.hashed = hashed;
    this.entries = new Entry[slots];
    this.make = make;
  }

  /** What is made of a text whose bytes are ASCII. */
  @SuppressWarnings("unchecked") // only made things are kept
  V of(byte[] body, int from, int to) {
    if (to - from > longest) {
      return make.apply(AsciiText.string(body, from, to));
    }
    int slot = hash(body, from, to) & (entries.length - 2); // and the one behind it
    var known = entries[slot];
    if (known != null && known.isOf(body, from, to)) {
      return (V) known.made;
    }
    // Two texts that share a slot would else push each other out again and again.
    var older = entries[slot + 1];
    if (older != null && older.isOf(body, from, to)) {
      return (V) older.made;
    }
    var made = make.apply(AsciiText.string(body, from, to));
    entries[slot + 1] = known;
    entries[slot] = new Entry(Arrays.copyOfRange(body, from, to), made);
    return made;
  }

  private int hash(byte[] body, int from, int to) {
    int first = Math.max(from, to - hashed);
    int at = to;
    long hash = (long) to - from;
    long other = MIX;
    while (at - 2 * Long.BYTES >= first) { // side by side: each step waits for the one before
      at -= 2 * Long.BYTES;
      hash = mixed(hash, AsciiText.eight(body, at));
      other = mixed(other, AsciiText.eight(body, at + Long.BYTES));
    }
    while (at > first) {
      at--;
      hash = mixed(hash, body[at]);
    }
    return (int) (mixed(hash, other) >>> 32);
  }

  private static long mixed(long hash, long more) {
    long mixed = (hash ^ more) * MIX;
    return mixed ^ mixed >>> 29;
  }
}
