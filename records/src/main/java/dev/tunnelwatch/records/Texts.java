package dev.tunnelwatch.records;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The short texts that stand in record after record: of those seen lately there is one string. Safe
 * for many threads without a lock: an entry is never changed, and a lost one is only made again.
 */
final class Texts {

  private static final int LONGEST = 256;

  /** The hash looks at so many bytes; which text it is, all of them decide. */
  private static final int HASHED = 32;

  private final Seen[] recent;

  /**
   * None seen yet.
   *
   * @param slots how many are kept at most; a power of 2
   */
  Texts(int slots) {
    recent = new Seen[slots];
  }

  private static final class Seen {
    private final byte[] bytes;
    private final String text;

    Seen(byte[] bytes) {
      this.bytes = bytes;
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /** The text of some bytes, which are ASCII. */
  String of(byte[] body, int from, int to) {
    if (to - from > LONGEST) {
      return new String(body, from, to - from, StandardCharsets.ISO_8859_1);
    }
    int slot = hash(body, from, to) & (recent.length - 1);
    var known = recent[slot];
    if (known == null || !Arrays.equals(known.bytes, 0, known.bytes.length, body, from, to)) {
      known = new Seen(Arrays.copyOfRange(body, from, to));
      recent[slot] = known;
    }
    return known.text;
  }

  /** Of the end: resource ids begin alike. */
  private static int hash(byte[] body, int from, int to) {
    int hash = to - from;
    for (int i = Math.max(from, to - HASHED); i < to; i++) {
      hash = 31 * hash + body[i];
    }
    return hash ^ hash >>> 15;
  }
}
