package dev.tunnelwatch.records;

import java.nio.charset.StandardCharsets;

/**
 * A name of at most 16 letters that is looked for in bytes, case aside, eight at a time.
 *
 * @param head its first bytes
 * @param tail its last eight; of a shorter name the same
 */
record AsciiName(int length, long head, long tail) {

  /** What makes capital letters small ones, and no other byte a letter. */
  private static final long SMALL = 0x2020202020202020L;

  static AsciiName of(String name) {
    var bytes = name.getBytes(StandardCharsets.US_ASCII);
    return new AsciiName(bytes.length, head(bytes, 0, bytes.length), tail(bytes, 0, bytes.length));
  }

  boolean isAt(byte[] body, int from, int to) {
    return to - from == length && head(body, from, to) == head && tail(body, from, to) == tail;
  }

  private static long head(byte[] body, int from, int to) {
    return AsciiText.upToEight(body, from, to) | SMALL;
  }

  private static long tail(byte[] body, int from, int to) {
    return head(body, Math.max(from, to - Long.BYTES), to);
  }
}
